from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import County, Level, Picture, Place, PlacedRow, Sector, Township, User
from townships.models.placed import PlacedQuerySet
from townships.scope import ScopedQuerySet

from .drive import Drive


class ViolationKind(models.Model):
    """非法违法行为类别: a row of the weekly return (打非治违周报)."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("行次"), default=0)
    source = models.CharField(_("出处"), max_length=100, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("非法违法行为类别")
        verbose_name_plural = _("非法违法行为类别")
        ordering = ["position"]

    def __str__(self):
        return self.name


class IllegalActQuerySet(PlacedQuerySet):
    def unclosed(self):
        return self.exclude(state=IllegalAct.State.CLOSED)

    def found_by_outsiders(self):
        """What a score sheet takes points off for (RULES section 3)."""
        return self.filter(found_by__in=IllegalAct.OUTSIDERS)

    def for_page(self):
        return super().for_page().select_related("came_back_from", "drive", "handled_by__person")


class IllegalAct(PlacedRow):
    """非法违法行为: an unlicensed site or an illegal act, found, dealt with, looked at again, closed."""

    levels = (Level.TOWNSHIP, Level.VILLAGE, Level.GROUP, Level.ENTERPRISE, Level.KEY_SITE)
    shown_along = ("kind", "sector")
    named_by = ("place", "kind")

    class State(models.TextChoices):
        FOUND = "found", _("待处理")
        HANDLED = "handled", _("已处理，待复核")
        RECHECKED = "rechecked", _("已复核，待销号")
        CLOSED = "closed", _("已销号")

    class FoundBy(models.TextChoices):
        TOWNSHIP = "township", _("乡镇自查")
        COUNTY = "county", _("县级检查")
        SUPERIOR = "superior", _("上级暗访督查")
        PUBLIC = "public", _("群众举报")
        MEDIA = "media", _("媒体曝光")
        NEIGHBOUR = "neighbour", _("外地移送")

    OUTSIDERS = (FoundBy.SUPERIOR, FoundBy.PUBLIC, FoundBy.MEDIA, FoundBy.NEIGHBOUR)

    organ = models.ForeignKey(Place, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记机关"))
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    sequence = models.PositiveIntegerField(_("序号"), editable=False)
    number = models.CharField(_("编号"), max_length=40, editable=False)
    kind = models.ForeignKey(ViolationKind, models.PROTECT, related_name="acts", verbose_name=_("类别"))
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name=_("行业领域"))
    party = models.CharField(_("当事人"), max_length=80, help_text=_("单位、个人或窝点；查不清的写“不明”"))
    location = models.CharField(_("具体地点"), max_length=80)
    description = models.TextField(_("情况"), max_length=2000)
    found_at = models.DateTimeField(_("发现时间"))
    found_by = models.CharField(_("发现途径"), max_length=10, choices=FoundBy, default=FoundBy.TOWNSHIP)
    drive = models.ForeignKey(Drive, models.PROTECT, null=True, blank=True, related_name="illegal_acts", verbose_name=_("专项行动"))
    state = models.CharField(_("办理状态"), max_length=10, choices=State, default=State.FOUND, editable=False)
    handled_at = models.DateTimeField(_("处理时间"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("处理人"))
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True, editable=False)
    came_back_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="came_back_as", verbose_name=_("死灰复燃，原记录")
    )

    objects = IllegalActQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("非法违法行为")
        verbose_name_plural = _("非法违法行为")
        ordering = ["-found_at", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organ", "year", "sequence"], name="illegal_act_number_once"),
            models.CheckConstraint(name="illegal_act_closed_has_moment", condition=Q(closed_at=None) ^ Q(state="closed")),
            models.CheckConstraint(name="illegal_act_handled_has_moment", condition=Q(handled_at=None) ^ ~Q(state="found")),
        ]
        indexes = [models.Index(fields=["county", "found_at"])]

    def __str__(self):
        return f"{self.number} {self.party}"

    def get_absolute_url(self):
        return reverse("hazards:illegal_act", args=[self.pk])

    @property
    def is_outsiders_find(self):
        return self.found_by in self.OUTSIDERS


class IllegalActEvent(models.Model):
    """What was done about an illegal act. Append-only (a database trigger refuses changes)."""

    class Action(models.TextChoices):
        LOG = "log", _("登记")
        HANDLE = "handle", _("处理取缔")
        PASS = "pass", _("复核到位")
        FAIL = "fail", _("复核不到位")
        CLOSE = "close", _("销号")

    act = models.ForeignKey(IllegalAct, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=10, choices=Action)
    from_state = models.CharField(max_length=10, choices=IllegalAct.State, blank=True)
    to_state = models.CharField(_("状态"), max_length=10, choices=IllegalAct.State)
    reason = models.TextField(_("情况"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["action", "at"])]


class IllegalActPicture(Picture):
    """A photo of an illegal act, or of what was done about it."""

    act = models.ForeignKey(IllegalAct, models.PROTECT, related_name="pictures")
    event = models.ForeignKey(IllegalActEvent, models.PROTECT, related_name="pictures")

    class Meta(Picture.Meta):
        abstract = False


class WeeklyReturn(models.Model):
    """打非治违周报 as it was handed in: the paper comes from `content` alone. A correction is a further one. Append-only."""

    county_path, township_path = "county", "township"

    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("乡镇（街道）"))
    week_end = models.DateField(_("截止日期"))
    content = models.JSONField(_("周报内容"), encoder=DjangoJSONEncoder)
    is_late = models.BooleanField(_("迟报"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    made_at = models.DateTimeField(_("填报时间"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("打非治违周报")
        verbose_name_plural = _("打非治违周报")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.township or self.county}打非治违周报（{self.week_end - timedelta(days=7)}至{self.week_end}）"

    def get_absolute_url(self):
        return reverse("hazards:weekly_return", args=[self.pk])
