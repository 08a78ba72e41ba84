import re
import unicodedata
import uuid
from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from townships.models import Investment, Person, Picture, Place, Sector, Township, User
from townships.scope import ScopedQuerySet
from townships.validators import MOST_YUAN

from .drive import Drive
from .inspection import Inspection


class State(models.TextChoices):
    FOUND = "found", _("待处理")
    ORDERED = "ordered", _("整改中")
    REPLIED = "replied", _("待复查")
    SUSPENDED = "suspended", _("停产停业整改")
    RESUMING = "resuming", _("待复产审查")
    # 重大隐患验收合格以后，三级签批 (RULES section 4)
    ACCEPTED = "accepted", _("待乡镇签批")
    ENDORSED = "endorsed", _("待县局签批")
    APPROVED = "approved", _("待县领导签批")
    CLOSED = "closed", _("已销号")
    VOID = "void", _("已作废")


# Where there is still something to do; a major hazard that was accepted waits for signatures alone.
UNDER_WORK = [State.FOUND, State.ORDERED, State.REPLIED, State.SUSPENDED, State.RESUMING]
SIGNING = [State.ACCEPTED, State.ENDORSED, State.APPROVED]


class Action(models.TextChoices):
    """What can happen to a hazard; who may do it when stands in hazards/workflow.py.

    A handover is in hazards/handovers.py, urging in hazards/escalation.py.
    """

    LOG = "log", _("登记")
    RECTIFY = "rectify", _("当场整改")
    ORDER = "order", _("下达整改文书")
    ASK_EXTENSION = "ask_extension", _("申请延期")
    EXTEND = "extend", _("准予延期")
    REFUSE_EXTENSION = "refuse_extension", _("不予延期")
    REPLY = "reply", _("整改回复")
    PASS = "pass", _("复查合格，销号")
    FAIL = "fail", _("复查不合格")
    ASK_ACCEPTANCE = "ask_acceptance", _("申请验收")
    ACCEPT = "accept", _("验收合格")
    REJECT = "reject", _("验收不合格")
    SIGN_TOWNSHIP = "sign_township", _("乡镇签字同意销号")
    SIGN_BUREAU = "sign_bureau", _("县局签字同意销号")
    SIGN_COUNTY = "sign_county", _("县领导签字，销号")
    REFUSE_CLOSING = "refuse_closing", _("不同意销号，退回")
    SUSPEND = "suspend", _("责令停产停业整改")
    APPLY = "apply", _("提出复产申请")
    RESUME = "resume", _("同意复产，销号")
    RESUME_MAJOR = "resume_major", _("同意复产，转入验收")
    REFUSE = "refuse", _("不同意复产")
    REOPEN = "reopen", _("回头看发现反弹")
    REPORT = "report", _("上报重大隐患")
    URGE = "urge", _("制发督办函")
    TRANSFER = "transfer", _("移送有关部门")
    ASK_CUT_OFF = "ask_cut_off", _("报请停电停水停产")
    LIFT_CUT_OFF = "lift_cut_off", _("解除停电停水停产")
    SUPERVISE = "supervise", _("挂牌督办")
    PLAN = "plan", _("制定治理方案")
    ASSURE = "assure", _("核查五落实")
    PROGRESS = "progress", _("报告整改进度")
    ASSIGN = "assign", _("明确责任单位（交办）")
    MARK_URGENT = "mark_urgent", _("认定可能立即引发事故")
    UNMARK_URGENT = "unmark_urgent", _("撤销“可能立即引发事故”")
    ASK_COUNTY = "ask_county", _("报请县政府协调")
    HAND_OVER = "hand_over", _("移交责任人")
    PRESS = "press", _("督办")
    LOOK_BACK = "look_back", _("回头看，没有反弹")
    LINK = "link", _("关联此前同一隐患")
    UNLINK = "unlink", _("取消关联")
    VOID = "void", _("作废")


# 官亭隐〔2026〕17号, also as people type it: 官亭2026-17, [2026]17; and a paper's, 官亭〔2026〕17号
TYPED_NUMBER = re.compile(r"(?P<prefix>\S*?)(?P<kind>隐?)[〔\[【(]?(?P<year>\d{4})[〕\]】)\-/ ]+第?(?P<sequence>\d{1,6})号?")
SEQUENCE = re.compile(r"第?(\d{1,6})号?")


# Whatever became of it, production may go on, or is no longer what is asked of the unit.
NOT_SUSPENDED = [State.ORDERED, State.REPLIED, *SIGNING, State.CLOSED, State.VOID]
CUT_OFF_TO_LIFT = Q(cut_off_asked_on__isnull=False, state__in=NOT_SUSPENDED)
UNCLOSED = ~Q(state__in=[State.CLOSED, State.VOID])


class HazardQuerySet(ScopedQuerySet):
    def counted(self):
        return self.exclude(state=State.VOID)

    def unclosed(self):
        return self.filter(UNCLOSED)

    def overdue(self, today):
        """Deadline passed and not closed."""
        return self.unclosed().filter(deadline__lt=today)

    def due_within(self, today, days):
        return self.unclosed().filter(deadline__range=(today, today + timedelta(days=days)))

    def reported_late(self):
        return self.filter(is_reported_late=True)

    def waiting_for_bureau(self):
        """A major hazard to be supervised, accepted or signed, who asks for time or would resume, what needs the county, a cut to lift."""
        major = Q(grade=Hazard.Grade.MAJOR) & (Q(supervision="") | Q(state__in=[State.REPLIED, State.ENDORSED]))
        asks = Q(extension_asked_on__isnull=False) | Q(state=State.RESUMING) | Q(needs_county=True) | Q(cut_off_asked_on__isnull=False)
        unclosed = UNCLOSED & (major | asks)
        return self.filter(unclosed | CUT_OFF_TO_LIFT)

    def major(self):
        return self.counted().filter(grade=Hazard.Grade.MAJOR)

    def with_cut_off_to_lift(self):
        """安全生产法 第七十条: 履行行政决定、消除隐患的应当及时解除; also of what is closed or void."""
        return self.filter(CUT_OFF_TO_LIFT)

    def waiting_for_signature(self):
        """Accepted, and not signed by all three levels yet."""
        return self.filter(state__in=SIGNING)

    def extension_asked(self):
        return self.filter(extension_asked_on__isnull=False)

    def dangerous(self):
        """可能立即引发事故, and not closed yet."""
        return self.unclosed().filter(may_cause_accident=True)

    def supervised(self):
        """挂牌督办, and not closed yet."""
        return self.unclosed().exclude(supervision=Hazard.Supervision.NONE)

    def recurring(self):
        """反复隐患: linked to an earlier one that had been closed."""
        return self.filter(recurs_from__isnull=False)

    def reopened(self):
        """反弹: found again by a look-back after it was closed."""
        return self.filter(Exists(HazardEvent.objects.filter(hazard=OuterRef("pk"), action=Action.REOPEN)))

    def search(self, words):
        """By number, or that of a paper on which it stands, or by words, each of which must be found somewhere."""
        words = unicodedata.normalize("NFKC", words).strip()
        if number := TYPED_NUMBER.fullmatch(words):
            return self.filter(self._numbered(**number.groupdict()))
        return self.filter(*map(self._saying, words.split()))

    def _saying(self, word):
        """In the description, the unit, who is responsible or the place, or by the place's pinyin initials; 36号 by the number too."""
        if number := TYPED_NUMBER.fullmatch(word):
            return self._numbered(**number.groupdict())
        sequence = SEQUENCE.fullmatch(word)
        return (
            Q(description__icontains=word)
            | Q(responsible_unit__icontains=word)
            | Q(responsible_person__icontains=word)
            | Q(place__name__icontains=word)
            | Q(place__initials__startswith=word.lower())
            | (Q(sequence=sequence[1]) if sequence else Q())
        )

    def _numbered(self, prefix, kind, year, sequence):
        """官亭〔2026〕17号 is a paper's number: a hazard's own one, typed without its 隐, only where its township has no such paper."""
        own = Q(township__document_prefix__startswith=prefix, year=year, sequence=sequence)
        if kind or not prefix:
            return own
        number = f"{prefix}〔{year}〕{int(sequence)}号"
        on_paper = self.model.objects.filter(orders__year=year, orders__sequence=sequence, orders__content__number=number)
        return Q(pk__in=on_paper.values("pk")) | (own & ~Exists(on_paper.filter(township=OuterRef("township"))))

    def at_or_below(self, place):
        """On this place or on one that stands under it: a zone's villages, their groups and enterprises."""
        return self.filter(
            Q(place=place) | Q(place__parent=place) | Q(place__parent__parent=place) | Q(place__parent__parent__parent=place)
        )

    def involving(self, name):
        """Where somebody of this name inspected, answers for the place or is responsible for the rectification."""
        inspected = Inspection.objects.filter(Q(inspectors__name__icontains=name) | Q(inspectors__initials=name.lower()))
        return self.filter(
            Q(responsible_person__icontains=name)
            | Q(answers__name__icontains=name)
            | Q(answers__initials=name.lower())
            | Q(inspection__in=inspected)
        )

    def for_list(self):
        """With all that a row of the ledger shows."""
        return self.select_related("township", "place", "sector")

    def for_page(self):
        """With all that the page of one hazard shows.

        PostgreSQL plans a join of twenty tables longer than it answers five questions more (benchmarks/hazard_page.py).
        """
        people = [Prefetch(role, User.objects.select_related("person")) for role in ("created_by", "replied_by", "closed_by")]
        visit = Prefetch("inspection", Inspection.objects.select_related("place"))
        earlier = Prefetch("recurs_from", Hazard.objects.select_related("township"))
        return self.select_related("township__county", "place", "sector").prefetch_related(*people, "answers", "drive", visit, earlier)


class Hazard(models.Model):
    """隐患: a row of the ledger (台账), with the fields of RULES section 5. Its life is a table in hazards/workflow.py."""

    county_path, township_path = "township__county", "township"
    named_by = ("township", "place")

    class Grade(models.TextChoices):
        GENERAL = "general", _("一般")
        MAJOR = "major", _("重大")

    class Category(models.TextChoices):
        # 总局令第16号 第三条
        CONDITION = "condition", _("物的危险状态")
        BEHAVIOUR = "behaviour", _("人的不安全行为")
        MANAGEMENT = "management", _("管理上的缺陷")

    class Source(models.TextChoices):
        INSPECTION = "inspection", _("日常检查")
        ASSIGNED = "assigned", _("上级交办")
        PUBLIC = "public", _("群众举报")
        MEDIA = "media", _("媒体曝光")
        TRANSFER = "transfer", _("部门移送")
        SELF = "self", _("企业（下级）自查自报")

    class Supervision(models.TextChoices):
        NONE = "", _("未挂牌")
        COUNTY = "county", _("县级挂牌督办")
        CITY = "city", _("市级挂牌督办")
        PROVINCE = "province", _("省级挂牌督办")

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    sequence = models.PositiveIntegerField(_("序号"), editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.FOUND, editable=False)

    township = models.ForeignKey(Township, models.PROTECT, related_name="hazards", verbose_name=_("乡镇（街道）"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="hazards_here", verbose_name=_("单位或部位"))
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="hazards", verbose_name=_("行业领域"))
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name=_("检查"))
    drive = models.ForeignKey(Drive, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name=_("专项行动"))
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.INSPECTION)

    spot = models.CharField(_("具体部位"), max_length=80, blank=True)
    description = models.TextField(_("隐患描述"), max_length=2000)
    basis = models.CharField(_("依据条款"), max_length=200, blank=True)
    category = models.CharField(_("类别"), max_length=12, choices=Category, default=Category.CONDITION)
    grade = models.CharField(_("等级"), max_length=8, choices=Grade, default=Grade.GENERAL)
    may_cause_accident = models.BooleanField(_("可能立即引发事故"), default=False, help_text=_("30 分钟内上报；其他当天上报"))
    needs_stop = models.BooleanField(_("需停产停业整改"), default=False)
    needs_county = models.BooleanField(_("需县政府协调"), default=False)
    cut_off_asked_on = models.DateField(_("报请停电停水停产日期"), null=True, blank=True, editable=False)
    recurs_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recurrences", verbose_name=_("此前同一隐患")
    )

    measure = models.TextField(_("整改措施"), max_length=2000, blank=True)
    responsible_unit = models.CharField(_("责任单位"), max_length=80)
    responsible_person = models.CharField(_("责任人"), max_length=30, blank=True)
    responsible_phone = models.CharField(_("责任人电话"), max_length=20, blank=True)
    answers = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="hazards", verbose_name=_("包保责任人"))
    assigning_unit = models.CharField(_("交办单位"), max_length=80, blank=True)
    coordinating_unit = models.CharField(_("协调督办单位"), max_length=80, blank=True)
    supervision = models.CharField(_("督办级别"), max_length=10, choices=Supervision, blank=True, editable=False)
    deadline = models.DateField(_("整改期限"), null=True, blank=True)
    # By when it is to be done after a failed re-inspection; the deadline stays and is counted from (decision 0128).
    redo_by = models.DateField(_("复查后的限期"), null=True, blank=True, editable=False)
    # Asked for and not answered yet; what was asked stands in the event.
    extension_asked_on = models.DateField(_("延期申请日期"), null=True, blank=True, editable=False)
    acceptance_asked_on = models.DateField(_("验收申请日期"), null=True, blank=True, editable=False)
    planned_funds = models.DecimalField(
        _("计划资金（元）"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0), MOST_YUAN]
    )
    spent_funds = models.DecimalField(
        _("实际资金（元）"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MOST_YUAN],
        editable=False,
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)
    # 反弹, the last time: the file of a major hazard begins anew.
    reopened_at = models.DateTimeField(_("反弹时间"), null=True, blank=True, editable=False)

    found_at = models.DateTimeField(_("发现时间"))
    entered_at = models.DateTimeField(_("录入时间"), null=True, blank=True, editable=False)
    reported_at = models.DateTimeField(_("上报（接收）时间"), editable=False)
    is_reported_late = models.BooleanField(_("迟报"), default=False, editable=False)
    rectified_on = models.DateField(_("整改完成日期"), null=True, blank=True, editable=False)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("回复人"))
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("销号人"))
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))

    # The money spent on it, as it stands in the ledger of money.
    investments = models.ManyToManyField(Investment, blank=True, editable=False, related_name="hazards", verbose_name=_("所用投入"))

    objects = HazardQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患")
        verbose_name_plural = _("隐患")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="hazard_submission_once"),
            models.UniqueConstraint(fields=["township", "year", "sequence"], name="hazard_number_once"),
            models.CheckConstraint(name="hazard_closed_has_time", condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False)),
            models.CheckConstraint(name="hazard_ordered_has_deadline", condition=~Q(state="ordered") | Q(deadline__isnull=False)),
            models.CheckConstraint(
                name="hazard_extension_only_while_ordered", condition=Q(extension_asked_on=None) | Q(state=State.ORDERED)
            ),
            models.CheckConstraint(
                name="hazard_signed_after_application",
                condition=~Q(state__in=["accepted", "endorsed", "approved"]) | Q(grade="major", acceptance_asked_on__isnull=False),
            ),
            models.CheckConstraint(name="hazard_found_before_reported", condition=Q(found_at__lte=F("reported_at"))),
            models.CheckConstraint(name="hazard_recurs_from_another", condition=Q(recurs_from=None) | ~Q(recurs_from=F("pk"))),
        ]
        indexes = [
            models.Index(fields=["township", "state", "deadline"]),
            models.Index(fields=["township", "found_at"]),
            models.Index(fields=["sector", "found_at"]),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("hazards:hazard", args=[self.pk])

    @property
    def figure_line(self):
        """As it stands among the rows of a number."""
        return f"{self.number} {self.place}：{Truncator(self.description).chars(40)}（{self.get_state_display()}）"

    @property
    def number(self):
        """官亭隐〔2026〕17号. Queries the township when it was not selected along."""
        return f"{self.township.document_prefix}隐〔{self.year}〕{self.sequence}号"

    @property
    def is_major(self):
        return self.grade == self.Grade.MAJOR

    @property
    def is_townships_own(self):
        """An ownerless slope is the township's own until it is assigned (RULES section 4)."""
        return self.responsible_unit == self.township.government

    @property
    def is_unclosed(self):
        return self.state not in (State.CLOSED, State.VOID)

    @property
    def has_cut_off_to_lift(self):
        """What was asked for against it has no reason any more: 安全生产法 第七十条, 应当及时解除."""
        return self.cut_off_asked_on is not None and self.state in NOT_SUSPENDED

    def days_left(self, today):
        """Days until the deadline, below zero when overdue; None without a deadline or once closed."""
        return (self.deadline - today).days if self.deadline and self.is_unclosed else None


class HazardEventQuerySet(ScopedQuerySet):
    def search(self, words):
        """By the hazard's number, by who did it, or by words of the reason."""
        words = unicodedata.normalize("NFKC", words).strip()
        if TYPED_NUMBER.fullmatch(words):
            return self.filter(hazard__in=Hazard.objects.search(words))
        return self.filter(Q(reason__icontains=words) | Q(by__person__name__icontains=words) | Q(by__username=words))


class HazardEvent(models.Model):
    """Append-only (a database trigger refuses changes): who, when, from, to, why, with what."""

    county_path, township_path = "hazard__township__county", "hazard__township"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=16, choices=Action)
    from_state = models.CharField(_("原状态"), max_length=10, choices=State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=State)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("说明"), blank=True)
    # The paper that the deed made, so that the history links to it.
    order = models.ForeignKey("Order", models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("文书"))
    details = models.JSONField(_("明细"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = HazardEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患经过")
        verbose_name_plural = _("隐患经过")
        ordering = ["pk"]


class HazardPicture(Picture):
    class Moment(models.TextChoices):
        BEFORE = "before", _("整改前")
        AFTER = "after", _("整改后")
        LATER = "later", _("回头看")
        # A paper photographed, a stock of tools: shown beside the item that it proves, never as what the place looks like now.
        PROOF = "proof", _("五落实佐证")

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="pictures")
    event = models.ForeignKey(HazardEvent, models.PROTECT, null=True, blank=True, related_name="pictures")
    moment = models.CharField(_("时段"), max_length=6, choices=Moment)
    # Of 64 bits, and 256 grey points (hazards/alike.py); None: not looked at yet, empty: a picture with nothing on it to compare.
    difference_hash = models.CharField(max_length=16, null=True, blank=True, editable=False)  # noqa: DJ001 (None says something else)
    miniature = models.BinaryField(max_length=256, null=True, blank=True, editable=False)


class FileQuerySet(models.QuerySet):
    """What lies in the file of a major hazard, of which only what was written since a rebound counts."""

    def current(self):
        return self.filter(Q(hazard__reopened_at=None) | Q(at__gte=F("hazard__reopened_at")))

    def before_rebound(self):
        return self.filter(at__lt=F("hazard__reopened_at"))


class Assurance(models.Model):
    """五落实: one of the five items of a major hazard, checked with its evidence; the monthly return counts each."""

    class Item(models.TextChoices):
        AIM = "aim", _("治理目标和任务")
        FUNDS = "funds", _("经费和物资")
        PEOPLE = "people", _("机构和人员")
        TIME = "time", _("时限和要求")
        SAFETY = "safety", _("安全措施和应急预案")

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="assurances")
    item = models.CharField(_("项目"), max_length=8, choices=Item)
    evidence = models.CharField(_("落实情况"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("核查人"))
    at = models.DateTimeField(_("核查时间"))

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("五落实")
        verbose_name_plural = _("五落实")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hazard", "item"], name="assurance_item_once")]
