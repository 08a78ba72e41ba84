from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet

from .people import Person
from .places import County, Township


class SafetyOfficerQuerySet(ScopedQuerySet):
    def with_gone_on(self):
        """`gone_on`: the first day off the roster, by the roster's own entry or because the person left; None while on it."""
        own, left = F("left_on"), F("person__left_on")
        return self.annotate(gone_on=Least(Coalesce(own, left), Coalesce(left, own)))

    def on_roster(self, day):
        still = Q(left_on=None) | Q(left_on__gt=day)
        serving = Q(person__left_on=None) | Q(person__left_on__gt=day)
        return self.filter(still, serving, joined_on__lte=day)

    def search(self, words):
        return self.filter(Q(person__name__icontains=words) | Q(person__initials__startswith=words.lower()) | Q(number__iexact=words))


class SafetyOfficer(models.Model):
    """安全员名册: one person on a township's numbered roster from a day to a day (D2: 一支在册编号、实行动态管理的284名安全员队伍).

    The number on the card is given by townships/officers.py and never given again: rows are not deleted, and who comes back gets a new one.
    """

    county_path, township_path = "county", "township"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", editable=False, verbose_name=_("县（市、区）"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="safety_officers", verbose_name=_("乡镇（街道）"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="officer_entries", verbose_name=_("姓名"))
    number = models.CharField(_("安全员编号"), max_length=30, editable=False)
    prefix = models.CharField(max_length=20, editable=False)
    sequence = models.PositiveIntegerField(editable=False)
    joined_on = models.DateField(_("入册日期"))
    left_on = models.DateField(_("退出日期"), null=True, blank=True, editable=False)
    reason = models.CharField(_("退出原因"), max_length=60, blank=True, editable=False)

    objects = SafetyOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("安全员")
        verbose_name_plural = _("安全员名册")
        ordering = ["township", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["county", "prefix", "sequence"], name="officer_number_once"),
            models.UniqueConstraint(fields=["person"], name="officer_on_one_roster", condition=Q(left_on=None)),
            models.CheckConstraint(name="officer_leaves_after_joining", condition=Q(left_on=None) | Q(left_on__gte=F("joined_on"))),
        ]
        indexes = [models.Index(fields=["township", "joined_on"])]

    def __str__(self):
        return f"{self.number} {self.person}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()
