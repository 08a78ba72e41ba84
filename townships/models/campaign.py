from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet

from .people import Person, User
from .places import County, Township


class Campaign(models.Model):
    """创建活动: one round of it in one county."""

    # A round belongs to its county: every township of it sees the round, whether it applied or not.
    county_path, township_path = "county", "county__places"

    county = models.ForeignKey(County, models.PROTECT, related_name="campaigns", verbose_name=_("县（市、区）"))
    name = models.CharField(_("名称"), max_length=60)
    round_number = models.PositiveSmallIntegerField(_("轮次"), default=1)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    aim = models.TextField(_("工作思路与目标"), blank=True)
    work_plan = models.TextField(_("工作方案"), blank=True)
    basis = models.CharField(_("依据文件"), max_length=200, blank=True)
    title_years = models.PositiveSmallIntegerField(_("称号有效期（年）"), default=3, help_text=_("依据所执行的管理办法填写：3 年或 5 年"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("创建活动")
        verbose_name_plural = _("创建活动")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(name="campaign_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(fields=["county", "round_number"], name="campaign_round_once"),
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
        return self.campaign.get_absolute_url() + "#leading-group"


class CandidacyQuerySet(ScopedQuerySet):
    def in_state_on(self, states, day):
        """In one of these states at the end of that day, by the events."""
        events = CandidacyEvent.objects.filter(candidacy=OuterRef("pk"), happened_on__lte=day).order_by("-pk")
        return self.annotate(state_then=Subquery(events.values("to_state")[:1])).filter(state_then__in=states)

    def titled_on(self, day):
        """Holding a title that day: named, not run out, not revoked."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), named_on__lte=day, valid_until__gte=day)


class Candidacy(models.Model):
    """创建申报: one township in one campaign at one level. Its life is a table in townships/candidacy.py.

    `applied_on` is the day of the first application: what a past year counted doesn't change when it applies again.
    """

    county_path, township_path = "township__county", "township"
    named_by = ("township",)

    class Tier(models.TextChoices):
        COUNTY = "county", _("县级")
        CITY = "city", _("市级")
        PROVINCE = "province", _("省级")

    class State(models.TextChoices):
        APPLIED = "applied", _("已申请")
        CREATING = "creating", _("创建中")
        ACCEPTED = "accepted", _("县验收合格")
        REVIEWED = "reviewed", _("市复核通过")
        CHECKED = "checked", _("省抽查通过")
        NOTICED = "noticed", _("公示中")
        NAMED = "named", _("已命名")
        LAPSED = "lapsed", _("期满失效")
        REVOKED = "revoked", _("已撤销")
        RETURNED = "returned", _("已退回")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="candidacies", verbose_name=_("创建活动"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="candidacies", verbose_name=_("乡镇（街道）"))
    tier = models.CharField(_("级别"), max_length=10, choices=Tier)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.APPLIED, editable=False)
    applied_on = models.DateField(_("申请日期"))
    named_on = models.DateField(_("命名日期"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("失效或撤销日期"), null=True, blank=True, editable=False)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("创建申报")
        verbose_name_plural = _("创建申报")
        ordering = ["township", "tier"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "township", "tier"], name="candidacy_once"),
            models.CheckConstraint(
                name="candidacy_title_has_term", condition=~Q(state="named") | Q(named_on__isnull=False, valid_until__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.township} {self.get_tier_display()}"

    def get_absolute_url(self):
        return reverse("townships:candidacy", args=[self.pk])


class CandidacyEvent(models.Model):
    """Append-only: who moved a candidacy from where to where, on which day, and why."""

    class Action(models.TextChoices):
        APPLY = "apply", _("申请")
        SHORTLIST = "shortlist", _("县初审列入创建")
        ACCEPT = "accept", _("县验收合格")
        REVIEW = "review", _("市复核通过")
        CHECK = "check", _("省抽查通过")
        NOTICE = "notice", _("公示")
        NAME = "name", _("命名")
        KEEP = "keep", _("复核保持")
        LAPSE = "lapse", _("期满失效")
        REVOKE = "revoke", _("撤销称号")
        RETURN = "return", _("退回")
        REAPPLY = "reapply", _("重新申请")

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=12, choices=Action)
    from_state = models.CharField(_("原状态"), max_length=10, choices=Candidacy.State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=Candidacy.State)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("经办人"))
    at = models.DateTimeField(_("登记时间"))
    happened_on = models.DateField(_("日期"))
    reason = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("申报经过")
        verbose_name_plural = _("申报经过")
        ordering = ["pk"]


class Mentorship(models.Model):
    """帮扶（对口联系）: a department, a named township or an enterprise that helps a candidate."""

    county_path, township_path = "township__county", "township"
    named_by = ("township", "campaign")

    class MentorKind(models.TextChoices):
        DEPARTMENT = "department", _("县直（上级）部门")
        TOWNSHIP = "township", _("已命名示范乡镇")
        ENTERPRISE = "enterprise", _("企业")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="mentorships", verbose_name=_("创建活动"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="mentorships", verbose_name=_("受帮扶乡镇"))
    mentor_kind = models.CharField(_("帮扶方类别"), max_length=10, choices=MentorKind)
    mentor = models.CharField(_("帮扶单位"), max_length=60)
    contact = models.CharField(_("联系人"), max_length=30, blank=True)
    content = models.CharField(_("帮扶内容"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("帮扶")
        verbose_name_plural = _("帮扶")
        ordering = ["campaign", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "township", "mentor"], name="mentorship_once")]

    def __str__(self):
        return f"{self.mentor} → {self.township}"

    def get_absolute_url(self):
        return self.campaign.get_absolute_url() + "#mentorships"
