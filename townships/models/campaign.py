from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet
from townships.validators import MOST_SMALL

from .people import Person
from .places import County


class Tier(models.TextChoices):
    COUNTY = "county", _("县级")
    CITY = "city", _("市级")
    PROVINCE = "province", _("省级")


class CampaignQuerySet(ScopedQuerySet):
    def likeliest_first(self, day):
        """What somebody writes in on that day: a round that runs, the latest first, then one that is over, then one to come."""
        running = When(starts_on__lte=day, ends_on__gte=day, then=Value(0))
        return self.order_by(Case(running, When(starts_on__lte=day, then=Value(1)), default=Value(2)), "-starts_on", "-pk")


class Campaign(models.Model):
    """创建活动: one round of it in one county."""

    # A round belongs to its county: every township of it sees the round, whether it applied or not.
    county_path, township_path = "county", "county__places"

    county = models.ForeignKey(County, models.PROTECT, related_name="campaigns", verbose_name=_("县（市、区）"))
    name = models.CharField(_("名称"), max_length=60)
    round_number = models.PositiveSmallIntegerField(_("轮次"), default=1, validators=[MOST_SMALL])
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    aim = models.TextField(_("工作思路与目标"), blank=True)
    work_plan = models.TextField(_("工作方案"), blank=True)
    basis = models.CharField(_("依据文件"), max_length=200, blank=True)
    tier = models.CharField(_("活动级别"), max_length=10, choices=Tier, default=Tier.COUNTY, help_text=_("由哪一级部署"))
    programme = models.CharField(
        _("执行的管理办法"), max_length=120, blank=True, help_text=_("如：省级示范乡镇创建管理办法，请按当年文件核对")
    )
    title_years = models.PositiveSmallIntegerField(
        _("称号有效期（年）"), default=3, validators=[MOST_SMALL], help_text=_("依据所执行的管理办法填写：3 年或 5 年")
    )
    # 2015 年省级示范乡镇公示：11 月 6 日至 12 日，五个工作日
    notice_workdays = models.PositiveSmallIntegerField(
        _("公示期（工作日）"), default=5, validators=[MOST_SMALL], help_text=_("至少公示几个工作日，示例为 5，请按当年文件核对")
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("期满前提醒（天）"), default=90, validators=[MOST_SMALL], help_text=_("称号期满前多少天列入待办")
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("创建活动")
        verbose_name_plural = _("创建活动")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(name="campaign_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(fields=["county", "round_number"], name="campaign_round_once"),
            models.CheckConstraint(name="campaign_notice_has_days", condition=Q(notice_workdays__gte=1)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("townships:campaign", args=[self.pk])


class LeadingGroupQuerySet(ScopedQuerySet):
    def serving_on(self, day):
        return self.filter(Q(joined_on=None) | Q(joined_on__lte=day), Q(left_on=None) | Q(left_on__gt=day))


class LeadingGroupMember(models.Model):
    """创建工作领导小组: head, deputies, members (first document, section one).

    Who leaves stays in the list of those who served: past years counted them. No day of joining means since the round began.
    """

    county_path, township_path = "campaign__county", "person__township"
    named_by = ("person", "campaign")

    class Seat(models.TextChoices):
        HEAD = "1", _("组长")
        DEPUTY = "2", _("副组长")
        MEMBER = "3", _("成员")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="leading_group", verbose_name=_("创建活动"))
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"))
    seat = models.CharField(_("组内职务"), max_length=1, choices=Seat)
    joined_on = models.DateField(_("加入日期"), null=True, blank=True)
    left_on = models.DateField(_("退出日期"), null=True, blank=True)

    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("领导小组成员")
        verbose_name_plural = _("领导小组成员")
        ordering = ["seat", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="leading_group_person_once", condition=Q(left_on=None))]

    def __str__(self):
        return f"{self.get_seat_display()} {self.person}"

    def get_absolute_url(self):
        return reverse("townships:leading_group", args=[self.campaign_id])
