from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet
from townships.validators import PHONE

from .campaign import Campaign, Tier
from .people import User
from .places import Township
from .voidable import Voidable, VoidableQuerySet


class CandidacyQuerySet(ScopedQuerySet):
    def in_state_on(self, states, day):
        """In one of these states at the end of that day, by the events."""
        events = CandidacyEvent.objects.leading().filter(candidacy=OuterRef("pk"), happened_on__lte=day).order_by("-pk")
        return self.annotate(state_then=Subquery(events.values("to_state")[:1])).filter(state_then__in=states)

    def named_by(self, day):
        """Ever named up to that day, whatever became of the title since."""
        return self.filter(named_on__lte=day)

    def titled_on(self, day):
        """Holding a title that day: named, not run out, not revoked."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), named_on__lte=day, valid_until__gte=day)

    def titled_between(self, first, last):
        """Holding a title at any time from the one day to the other."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=first), named_on__lte=last, valid_until__gte=first)

    def titled_from(self, day):
        """Holding a title that day or on a later one: a day that is typed late goes round no title."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), named_on__isnull=False, valid_until__gte=day)

    def kept_by(self, day):
        """Whose title was kept by a re-check, once or more often, up to that day."""
        events = CandidacyEvent.objects.of_keeping().filter(happened_on__lte=day)
        return self.filter(pk__in=events.values("candidacy"))

    def run_out_by(self, day):
        """Titles whose term is over and of which nobody has said so yet."""
        return self.filter(state=Candidacy.State.NAMED, valid_until__lt=day)

    def running_out(self, day):
        """Titles that end within the days of their round's reminder. Asks first which reminders there are."""
        reminders = set(Campaign.objects.values_list("reminder_days", flat=True))
        soon = [Q(campaign__reminder_days=days, valid_until__lte=day + timedelta(days=days)) for days in reminders]
        return self.filter(reduce(or_, soon, Q(pk=None)), state=Candidacy.State.NAMED, valid_until__gte=day)

    def appraised_in(self, year):
        """Still creating, though the appraisal of that year has its result: the county accepts or returns it."""
        appraised = Township.objects.filter(appraisals__state="final", appraisals__sheet__year=year)
        return self.filter(township__in=appraised, state=Candidacy.State.CREATING)

    def with_plate_to_take_back(self):
        return self.filter(state__in=[Candidacy.State.LAPSED, Candidacy.State.REVOKED], plate_returned_on=None).exclude(plate_given_on=None)


class Candidacy(models.Model):
    """创建申报: one township in one campaign at one level. Its life is a table in townships/candidacy.py.

    `applied_on` is the day of the first application: what a past year counted doesn't change when it applies again.
    """

    county_path, township_path = "township__county", "township"
    named_by = ("township",)

    Tier = Tier

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
    # As the round had it when the title was given: what the round says later is of later titles.
    title_years = models.PositiveSmallIntegerField(_("称号有效期（年）"), null=True, editable=False)
    ended_on = models.DateField(_("失效或撤销日期"), null=True, blank=True, editable=False)
    plate_number = models.CharField(_("牌匾编号"), max_length=40, blank=True, editable=False)
    plate_given_on = models.DateField(_("授牌日期"), null=True, blank=True, editable=False)
    plate_returned_on = models.DateField(_("牌匾收回日期"), null=True, blank=True, editable=False)

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
            models.CheckConstraint(name="candidacy_term_has_years", condition=Q(valid_until=None) | Q(title_years__isnull=False)),
            models.UniqueConstraint(
                name="plate_number_once", fields=["campaign", "plate_number"], condition=Q(plate_returned_on=None) & ~Q(plate_number="")
            ),
            models.CheckConstraint(name="plate_has_number", condition=Q(plate_given_on=None) | ~Q(plate_number="")),
            models.CheckConstraint(
                name="plate_returns_after_it_was_given", condition=Q(plate_returned_on=None) | Q(plate_returned_on__gte=F("plate_given_on"))
            ),
        ]

    def __str__(self):
        return f"{self.township} {self.get_tier_display()}"

    def get_absolute_url(self):
        return reverse("townships:candidacy", args=[self.pk])

    @property
    def runs_until(self):
        """None for a title that was revoked or lapsed: it is valid no more, whatever its term was."""
        return None if self.ended_on else self.valid_until

    @property
    def hanging_plate(self):
        """The number of the plate that hangs; empty once it was taken back."""
        return "" if self.plate_returned_on else self.plate_number


class CandidacyEventQuerySet(models.QuerySet):
    def standing(self):
        """Without the steps that a later one corrected."""
        return self.filter(corrections=None)

    def dated(self):
        """Those that a later step follows in time: when a slip of the pen was put right, or a late answer given, bars no true day."""
        late_answers = Q(action="resolve") & ~Q(to_state="noticed")
        return self.standing().exclude(late_answers).exclude(action__in=["amend", "correct", "void", "rejudge", "fix_plate"])

    def of_keeping(self):
        """The re-checks that kept a title, each on its right day."""
        return self.standing().filter(action__in=["keep", "kept_day"])

    def leading(self):
        """Those by which it came to stand where it stands: a plate that came back says nothing of a revocation that was set aside."""
        return self.standing().exclude(from_state=F("to_state"), corrects=None)


class CandidacyEvent(models.Model):
    """Append-only: who moved a candidacy from where to where, on which day, and why. What was wrong stands beside its correction."""

    class Action(models.TextChoices):
        APPLY = "apply", _("申请")
        SHORTLIST = "shortlist", _("县初审列入创建")
        ACCEPT = "accept", _("县验收合格")
        REVIEW = "review", _("市复核通过")
        CHECK = "check", _("省抽查通过")
        NOTICE = "notice", _("公示")
        AMEND = "amend", _("更正公示")
        FIRST_DAY = "first_day", _("更正公示首日")
        NAME = "name", _("命名")
        KEEP = "keep", _("复核保持")
        RETAIN = "retain", _("核实后保留称号")
        LAPSE = "lapse", _("期满失效")
        REVOKE = "revoke", _("撤销称号")
        RETURN = "return", _("退回")
        REAPPLY = "reapply", _("重新申请")
        OBJECT = "object", _("登记异议")
        RESOLVE = "resolve", _("办结异议")
        CORRECT = "correct", _("更正异议")
        VOID = "void", _("作废异议")
        REJUDGE = "rejudge", _("更正异议结论")
        HAND_OVER = "hand_over", _("授牌")
        TAKE_BACK = "take_back", _("收回牌匾")
        REDATE = "redate", _("更正称号日期")
        KEPT_DAY = "kept_day", _("更正复核日期")
        FIX_PLATE = "fix_plate", _("更正牌匾")
        RESTORE = "restore", _("恢复称号")

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=12, choices=Action)
    from_state = models.CharField(_("原状态"), max_length=10, choices=Candidacy.State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=Candidacy.State)
    # Nobody pressed when the clock let a title lapse.
    by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name=_("经办人"))
    at = models.DateTimeField(_("登记时间"))
    happened_on = models.DateField(_("日期"))
    reason = models.TextField(_("说明"), blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="corrections")

    objects = CandidacyEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("申报经过")
        verbose_name_plural = _("申报经过")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="candidacy_event_has_actor", condition=Q(by__isnull=False) | Q(action="lapse"))]


class PublicNotice(models.Model):
    """公示: from a day to a day; within it people may object. One that was returned and applied again is posted again."""

    county_path, township_path = "candidacy__township__county", "candidacy__township"

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="notices", verbose_name=_("创建申报"))
    starts_on = models.DateField(_("公示开始"))
    ends_on = models.DateField(_("公示截止"))
    medium = models.CharField(_("公示方式"), max_length=120)
    # As the round asked for when it was posted.
    workdays = models.PositiveSmallIntegerField(_("公示期（工作日）"), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("公示")
        verbose_name_plural = _("公示")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="notice_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))]

    def __str__(self):
        return f"{self.candidacy} {self.starts_on} — {self.ends_on}"

    def get_absolute_url(self):
        return self.candidacy.get_absolute_url() + "#notice"

    def is_over(self, day):
        return self.ends_on < day


class ObjectionQuerySet(VoidableQuerySet):
    def that_count(self):
        """Real names only: 只受理实名异议."""
        return self.counted().filter(is_real_name=True)

    def open(self):
        return self.that_count().filter(handled_on=None)

    def upheld(self):
        return self.that_count().filter(is_upheld=True)


class Objection(Voidable):
    """异议: what somebody says against a title while the notice hangs. One without a name is kept and counts for nothing."""

    county_path, township_path = "notice__candidacy__township__county", "notice__candidacy__township"

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name=_("公示"))
    is_real_name = models.BooleanField(_("实名"), default=True)
    name = models.CharField(_("异议人（单位）"), max_length=60, blank=True)
    phone = models.CharField(
        _("联系电话"),
        max_length=20,
        blank=True,
        validators=[PHONE],
    )
    content = models.TextField(_("异议内容"))
    received_on = models.DateField(_("收到日期"))
    handled_on = models.DateField(_("办结日期"), null=True, blank=True)
    handling = models.TextField(_("核查处理情况"), blank=True)
    is_upheld = models.BooleanField(_("是否成立"), null=True, blank=True)
    # None for those from before there was a mark, and for a correction.
    submission = models.UUIDField(null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("公示异议")
        verbose_name_plural = _("公示异议")
        ordering = ["pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["notice", "submission"], name="objection_submission_once"),
            models.CheckConstraint(name="real_name_has_name_and_phone", condition=Q(is_real_name=False) | (~Q(name="") & ~Q(phone=""))),
            models.CheckConstraint(
                name="objection_is_handled_whole",
                condition=Q(handled_on=None, is_upheld=None) | (Q(handled_on__isnull=False, is_upheld__isnull=False) & ~Q(handling="")),
            ),
        ]

    def __str__(self):
        """Without the name: lists of rows are read by the township that is objected to."""
        return f"{self.received_on} {_('实名异议') if self.is_real_name else _('匿名反映')}"

    def get_absolute_url(self):
        return self.notice.candidacy.get_absolute_url() + "#notice"

    @property
    def stops_naming(self):
        """Under a real name, looked into and found true: nobody is named over it, and nobody makes it harmless afterwards."""
        return self.is_real_name and bool(self.is_upheld) and self.voided_at is None


class PhoneSeen(models.Model):
    """Append-only: who saw an objector's whole telephone number, and when."""

    county_path, township_path = "objection__notice__candidacy__township__county", "objection__notice__candidacy__township"

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="phone_seen", verbose_name=_("公示异议"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("查看人"))
    at = models.DateTimeField(_("查看时间"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("电话查看记录")
        verbose_name_plural = _("电话查看记录")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}"
