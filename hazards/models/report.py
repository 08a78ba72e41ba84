import secrets
import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import Picture, Place, Township, User
from townships.scope import ScopedQuerySet

from .hazard import Hazard, State

# Without 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V: read from a photo of a screen, or over the telephone.
CLEAR_LETTERS = "34679ACDEFGHJKMNPQRTWXY"
RECEIPT_LENGTH = 12


def new_key():
    return secrets.token_urlsafe(12)


def new_receipt_code():
    """23 letters to the 12th: nobody finds somebody else's by trying."""
    return "".join(secrets.choice(CLEAR_LETTERS) for _letter in range(RECEIPT_LENGTH))


class ReportCodeQuerySet(ScopedQuerySet):
    def in_county(self, county):
        return self.filter(place__county=county)

    def in_township(self, township):
        return self.filter(Q(place=township) | Q(place__township=township))

    def open(self):
        return self.filter(ended_at=None)


class ReportCode(models.Model):
    """举报二维码: the random key that stands on a board or a poster and says which place is meant; renewed when it is misused."""

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="report_codes", verbose_name=_("单位或部位"))
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("停用人"))
    # Under which the server was reached by whoever asked for the poster: the worker knows no address of its own.
    site_address = models.URLField(_("系统网址"), max_length=200, blank=True)

    objects = ReportCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("举报二维码")
        verbose_name_plural = _("举报二维码")
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(ended_at=None), name="report_code_one_open"),
            models.CheckConstraint(name="report_code_ended_by_somebody", condition=Q(ended_at=None) | Q(ended_by__isnull=False)),
        ]

    def __str__(self):
        return str(self.place)

    def get_absolute_url(self):
        return reverse("hazards:report_here", args=[self.key])

    @property
    def page_url(self):
        """What everybody may read of the place; random as the key, so that nobody reads the places one after another."""
        return reverse("hazards:place_here", args=[self.key])


class ReportQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """A township goes on reading what it passed on; it counts and is answered where it is now."""
        mine = self.in_hands_of(user)
        return mine | self.passed_on_by(user.township_id) if user.is_authenticated and user.is_active and user.township_id else mine

    def in_hands_of(self, user):
        """Of the user's own place, without what went elsewhere."""
        return super().visible_to(user)

    def passed_on_by(self, township):
        return self.filter(pk__in=_passed_on().filter(township=township).values("publicreport")).exclude(township=township)

    def passed_on(self):
        return self.filter(pk__in=_passed_on().values("publicreport"))

    def waiting(self):
        return self.filter(state=PublicReport.State.WAITING)

    def waiting_since(self, moment):
        """Received before this moment, and nobody has answered yet."""
        return self.waiting().filter(received_at__lt=moment)

    def taken_up(self):
        """Became a hazard, or was told of one that the ledger had."""
        return self.filter(state__in=[PublicReport.State.ACCEPTED, PublicReport.State.MERGED])

    def found_true(self):
        """Taken up, and the hazard was not voided afterwards."""
        return self.taken_up().exclude(hazard__state=State.VOID)

    def with_person(self):
        return self.exclude(name="", phone="")

    def over_before(self, moment):
        """Declined before it, or its hazard closed or voided before it."""
        declined = Q(state=PublicReport.State.DECLINED, answered_at__lt=moment)
        closed = Q(hazard__closed_at__lt=moment)
        void = Q(hazard__state=State.VOID, answered_at__lt=moment)
        return self.filter(declined | closed | void)

    def search(self, words):
        """By what was told, by the place, by the pinyin initials of the place, or by the receipt code."""
        words = words.strip()
        return self.filter(
            Q(text__icontains=words)
            | Q(place__name__icontains=words)
            | Q(place__initials__startswith=words.lower())
            | Q(receipt_code=words.upper().replace("-", ""))
        )

    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("township__county", "place", "hazard__township")


def _passed_on():
    return PublicReport.earlier_townships.through.objects


class PublicReport(models.Model):
    """群众举报 (安全生产法 第七十四条): what somebody without an account saw. Its life is in hazards/reporting.py."""

    county_path, township_path = "township__county", "township"
    named_by = ("place",)

    class State(models.TextChoices):
        WAITING = "waiting", _("待核实")
        ACCEPTED = "accepted", _("已受理")
        MERGED = "merged", _("已并入")
        DECLINED = "declined", _("不予受理")

    class Desk(models.TextChoices):
        TOWNSHIP = "township", _("乡镇")
        BUREAU = "bureau", _("县局")

    class Refusal(models.TextChoices):
        """What the reporter is told; anything else stays inside."""

        UNTRUE = "untrue", _("经现场核实，没有发现所反映的隐患")
        UNCLEAR = "unclear", _("地点或情况不清楚，又联系不上，无法核实")
        NOT_SAFETY = "not_safety", _("不属于安全生产隐患，请向有关部门反映")
        DEALT_WITH = "dealt_with", _("所反映的隐患此前已经整改完毕")

    # The public form's own number, so that a double tap on a poor network is one report.
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    receipt_code = models.CharField(_("查询码"), max_length=RECEIPT_LENGTH, unique=True, default=new_receipt_code, editable=False)
    code = models.ForeignKey(ReportCode, models.PROTECT, related_name="reports", verbose_name=_("二维码"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="public_reports", verbose_name=_("乡镇（街道）"))
    earlier_townships = models.ManyToManyField(
        Township, blank=True, editable=False, related_name="reports_passed_on", verbose_name=_("转交前的乡镇（街道）")
    )
    desk = models.CharField(_("由谁办理"), max_length=8, choices=Desk, default=Desk.TOWNSHIP)
    place = models.ForeignKey(Place, models.PROTECT, related_name="public_reports_here", verbose_name=_("扫码地点"))
    text = models.TextField(_("反映的情况"), max_length=500)
    name = models.CharField(_("举报人姓名"), max_length=30, blank=True)
    phone = models.CharField(_("举报人电话"), max_length=20, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    answered_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办理人"))
    refusal = models.CharField(_("不予受理的原因"), max_length=10, choices=Refusal, blank=True)
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="public_reports", verbose_name=_("隐患"))
    # 安全生产法 第七十六条
    reward = models.DecimalField(
        _("奖励金额（元）"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    forgotten_at = models.DateTimeField(_("个人信息删除时间"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("群众举报")
        verbose_name_plural = _("群众举报")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_taken_up_has_hazard",
                condition=Q(state__in=["accepted", "merged"], hazard__isnull=False) | Q(state__in=["waiting", "declined"], hazard=None),
            ),
            models.CheckConstraint(
                name="report_declined_has_reason", condition=(Q(state="declined") & ~Q(refusal="")) | (~Q(state="declined") & Q(refusal=""))
            ),
            models.CheckConstraint(
                name="report_answered_by_somebody",
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_answered_after_received", condition=Q(answered_at=None) | Q(answered_at__gte=F("received_at"))
            ),
            models.CheckConstraint(name="report_forgotten_is_blank", condition=Q(forgotten_at=None) | Q(name="", phone="")),
            models.UniqueConstraint(fields=["hazard"], condition=Q(state="accepted"), name="report_becomes_one_hazard"),
        ]
        indexes = [models.Index(fields=["township", "state", "received_at"])]

    def __str__(self):
        return f"{self.place}：{self.text[:20]}"

    def get_absolute_url(self):
        return reverse("hazards:report", args=[self.pk])

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def held_by(self):
        """The office that answers it now."""
        return str(self.township.county.bureau_name if self.desk == self.Desk.BUREAU else self.township)

    def passed_to(self, user):
        """For a township that passed it on: the office that has it now; else an empty word."""
        return self.held_by if user.township_id not in (None, self.township_id) else ""

    def is_of_place_in_scope(self, user):
        """Whose code was scanned stays, wherever the report goes."""
        return user.township_id in (None, self.place_id, self.place.township_id)

    @property
    def spoken_code(self):
        """In groups of four, as one reads it out."""
        return "-".join(self.receipt_code[start : start + 4] for start in range(0, RECEIPT_LENGTH, 4))


class ReportEvent(models.Model):
    """Append-only (a database trigger refuses changes): what became of a report, and who looked at the reporter's number."""

    class Action(models.TextChoices):
        RECEIVE = "receive", _("收到举报")
        ACCEPT = "accept", _("受理，登记为隐患")
        MERGE = "merge", _("并入已有隐患")
        DECLINE = "decline", _("不予受理")
        PASS_ON = "pass_on", _("转办")
        SEE_PERSON = "see_person", _("查看举报人信息")
        REWARD = "reward", _("登记举报奖励")
        FORGET = "forget", _("删除举报人信息")

    report = models.ForeignKey(PublicReport, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=10, choices=Action)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("说明"), blank=True)
    details = models.JSONField(_("明细"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("举报经过")
        verbose_name_plural = _("举报经过")
        ordering = ["pk"]


class ReportPicture(Picture):
    """Nobody with an account added it."""

    added_by = None
    report = models.ForeignKey(PublicReport, models.PROTECT, related_name="pictures")

    class Meta(Picture.Meta):
        abstract = False
        verbose_name = _("举报照片")
        verbose_name_plural = _("举报照片")
