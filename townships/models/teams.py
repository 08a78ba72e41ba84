from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.fields import InitialsField
from townships.scope import ScopedQuerySet

from .places import County, Level, Place, Sector, Township


class TeamQuerySet(ScopedQuerySet):
    def open_on(self, day):
        """Founded by that day and not disbanded; no founding day means that it was there from the beginning."""
        return self.filter(Q(founded_on=None) | Q(founded_on__lte=day), Q(disbanded_on=None) | Q(disbanded_on__gt=day))

    def search(self, words):
        return self.filter(Q(name__icontains=words) | Q(initials__startswith=words.lower()) | Q(place__name__icontains=words))


class Team(models.Model):
    """机构和队伍: a headquarters, a station, a sector's working group or a rescue team of one place (D2: 两部一站、三级应急救援队伍).

    Who sits in it are duties (`Duty.team`), so that gaps, chain and handover know them without a second entry.
    """

    county_path, township_path = "county", "township"

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", _("指挥部")
        STATION = "station", _("安监站")
        WORKING_GROUP = "working_group", _("行业领导小组")
        RESCUE = "rescue", _("应急救援队伍")

    county = models.ForeignKey(County, models.PROTECT, related_name="+", editable=False, verbose_name=_("县（市、区）"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="+", editable=False, verbose_name=_("乡镇（街道）"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="teams", verbose_name=_("所属单位"))
    kind = models.CharField(_("类别"), max_length=15, choices=Kind)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="teams", verbose_name=_("行业领域"))
    name = models.CharField(_("名称"), max_length=60)
    initials = InitialsField(source="name")
    mandate = models.TextField(_("工作职责"), max_length=1000, blank=True)
    document = models.CharField(_("成立文号"), max_length=60, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    disbanded_on = models.DateField(_("撤销日期"), null=True, blank=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构（队伍）")
        verbose_name_plural = _("机构和队伍")
        ordering = ["place", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="team_name_once_at_its_place", condition=Q(disbanded_on=None)),
            models.UniqueConstraint(fields=["place"], name="team_one_station", condition=Q(kind="station", disbanded_on=None)),
            models.CheckConstraint(
                name="team_disbanded_after_founding",
                condition=Q(disbanded_on=None) | Q(founded_on=None) | Q(disbanded_on__gte=F("founded_on")),
            ),
        ]
        indexes = [models.Index(fields=["township", "kind"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("townships:team", args=[self.pk])

    def stand_at(self, place):
        """Take the place's county and township."""
        self.place = place
        self.county_id = place.county_id
        self.township_id = place.pk if place.level == Level.TOWNSHIP else place.township_id

    def is_disbanded(self, day):
        return self.disbanded_on is not None and self.disbanded_on <= day


# At which levels a team of each kind stands (D2: 乡、村、企业三级安全事故应急救援队伍).
TEAM_LEVELS = {
    Team.Kind.HEADQUARTERS: [Level.TOWNSHIP],
    Team.Kind.STATION: [Level.TOWNSHIP],
    Team.Kind.WORKING_GROUP: [Level.TOWNSHIP],
    Team.Kind.RESCUE: [Level.TOWNSHIP, Level.VILLAGE, Level.ENTERPRISE],
}
