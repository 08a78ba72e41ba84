import uuid
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User
from .places import County, Level, Place, Township
from .voidable import Voidable, VoidableQuerySet


class PlacedQuerySet(VoidableQuerySet):
    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("place", "township", *self.model.shown_along)

    def for_page(self):
        """With all that the page of one row shows."""
        return self.for_list().select_related("county", "created_by__person", "voided_by__person")


class PlacedRow(Voidable):
    """A ledger row about one place: it stands in that place's county and township. What the county does itself names no township."""

    county_path, township_path = "county", "township"
    levels = (Level.COUNTY, Level.TOWNSHIP)
    shown_along = ()
    # No two rows that count agree in all of these; a constraint of the database says the same.
    once_on = ()
    # Set or verified by the county: no township writes it about itself.
    is_the_countys = False
    # What nobody changes without saying why: an appraisal or a veto rests on it.
    asks_why = ()

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, editable=False, related_name="+", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, editable=False, related_name="%(class)s_rows", verbose_name=_("乡镇（街道）")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="%(class)s_here", verbose_name=_("单位或部位"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects = PlacedQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = True
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["created_by", "submission"], name="%(class)s_submission_once"),
        ]

    def twins(self):
        """Rows that count and say the very same thing."""
        told = {name: getattr(self, name, None) for name in self.once_on}
        if not told or None in told.values():
            return type(self).objects.none()
        return type(self).objects.counted().filter(**told).exclude(pk=self.pk)

    def days_counted(self):
        """Days whose figures count it: whoever changes it after one of them was published says why."""
        return []

    def stand_at(self, place):
        """Take the place's county and township."""
        self.place = place
        self.county_id = place.county_id or place.pk
        self.township_id = place.pk if place.level == Level.TOWNSHIP else place.township_id


def years_touched(first, end=None):
    """The first day, and of every later year until the end (or today) the first: what stands long is counted in each of them."""
    return [first, *(date(year, 1, 1) for year in range(first.year + 1, (end or timezone.localdate()).year + 1))]
