import uuid
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import KeptDocument, Place, Township, User, Voidable, VoidableQuerySet
from townships.scope import ScopedQuerySet

from ..signing import signing_words
from .hazard import Hazard
from .inspection import Inspection


class NumberSeries(models.Model):
    """The last number given in one series and year. Locked while a number is taken, so numbers have no gap and no twin."""

    key = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "year"], name="number_series_once")]


class OrderQuerySet(ScopedQuerySet):
    def search(self, words):
        return self.filter(Q(content__number__icontains=words) | Q(served_on__icontains=words))

    def for_list(self):
        """With all that a row of the list shows."""
        return self.with_receipt().select_related("township", "issued_by__person", "inspection").annotate(item_count=Count("items"))

    def with_receipt(self):
        """Each with `is_receipted`: its receipt, or the answer to it, has come back."""
        came_back = OrderReturn.objects.counted().filter(order=OuterRef("pk")).exclude(kind=OrderReturn.Kind.SIGNED)
        return self.annotate(is_receipted=Exists(came_back))

    def receipted(self, came_back):
        """Of those that are printed with a receipt, those whose receipt came back, or did not."""
        return self.with_receipt().filter(content__has_receipt=True, is_receipted=came_back)

    def letters_to_answer(self, office):
        """督办函 to this office, of which no answer in writing has come back yet; a closed hazard needs none any more."""
        answers = OrderReturn.objects.counted().filter(order=OuterRef("pk"), kind=OrderReturn.Kind.ANSWER)
        letters = self.filter(kind=Order.Kind.URGING, served_on=office, hazards__in=Hazard.objects.unclosed())
        return letters.exclude(Exists(answers)).distinct()

    def receipt_overdue(self, today):
        """Whose receipt is out for more days than it may be; after a year nobody brings it any more."""
        late = [today - timedelta(days=settings.RECEIPT_SOUGHT_DAYS), today - timedelta(days=settings.RECEIPT_DAYS + 1)]
        return self.receipted(False).filter(issued_on__range=late)


class Order(models.Model):
    """执法文书: a numbered paper, most of them served on a responsible unit. An issued paper never changes: the database refuses."""

    county_path, township_path = "township__county", "township"

    class Kind(models.TextChoices):
        NOTICE = "notice", _("整改通知单")
        DIRECTIVE = "directive", _("责令限期整改指令书")
        OPINION = "opinion", _("整改复查意见书")
        RECORD = "record", _("现场检查记录")
        SUSPENSION = "suspension", _("停产停业整改决定书")
        RESUMPTION = "resumption", _("复产申请书")
        REVIEW = "review", _("复产审查意见书")
        URGING = "urging", _("督办函")
        TRANSFER = "transfer", _("移送函")
        CUT_OFF = "cut_off", _("停电停水停产请示")
        SUPERVISION = "supervision", _("重大事故隐患挂牌督办通知书")
        EXTENSION_REQUEST = "extension_request", _("重大事故隐患治理延期申请书")
        EXTENSION_ANSWER = "extension_answer", _("重大事故隐患治理延期答复书")
        ACCEPTANCE_REQUEST = "acceptance_request", _("重大事故隐患治理验收申请书")
        ACCEPTANCE = "acceptance", _("重大事故隐患治理验收意见书")
        CLOSING = "closing", _("重大事故隐患销号审批表")

    class InNameOf(models.TextChoices):
        """逾期又无理由的，以县政府、县安委会名义发督办函 (RULES section 4); whatever else a county issues is its bureau's."""

        COMMITTEE = "committee", _("县安委会")
        GOVERNMENT = "government", _("县政府")

    kind = models.CharField(_("文书"), max_length=20, choices=Kind)
    # The organ whose number the paper carries: a township for a notice, the county for a directive.
    issuer = models.ForeignKey(Place, models.PROTECT, related_name="issued_orders", verbose_name=_("发文机关"))
    # Of a county's letter, if it is not the bureau's own: each of the county's organs has a series of its own.
    in_name_of = models.CharField(_("名义"), max_length=10, choices=InNameOf, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("序号"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="orders", verbose_name=_("乡镇（街道）"))
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("所依据的文书"))
    # What a record of a visit is about; every other paper is about hazards alone.
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="records", verbose_name=_("所记录的检查")
    )
    hazards = models.ManyToManyField(Hazard, through="OrderItem", related_name="orders")
    served_on = models.CharField(_("受文单位"), max_length=80)
    issued_on = models.DateField(_("签发日期"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("签发人"))
    # Everything that the paper prints, frozen when it was issued.
    content = models.JSONField(_("文书内容"), default=dict, encoder=DjangoJSONEncoder)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("执法文书")
        verbose_name_plural = _("执法文书")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "in_name_of", "year", "sequence"], name="order_number_once"),
            models.UniqueConstraint(fields=["inspection"], name="order_record_once", condition=Q(kind="record")),
            models.CheckConstraint(
                name="order_record_has_inspection",
                condition=Q(kind="record", inspection__isnull=False) | (~Q(kind="record") & Q(inspection=None)),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("hazards:order", args=[self.pk])

    @property
    def number(self):
        """官亭〔2026〕17号, as it was frozen with the paper."""
        return self.content["number"]

    @property
    def is_of_voided_visit(self):
        """The record of a visit that was voided: its number stays taken. Queries the visit when it was not selected along."""
        return self.inspection_id is not None and self.inspection.voided_at is not None

    @property
    def printed(self):
        """All that its sheet says: what was frozen, and the words beside the signatures, which every paper of its kind has."""
        return self.content | signing_words(self.kind, self.content)

    @property
    def has_receipt(self):
        """Printed with a stub and a receipt; papers of before that have none."""
        return self.content.get("has_receipt", False)


class OrderBundle(models.Model):
    """文书合订本: papers that somebody prints together, as one PDF, for whoever asked."""

    orders = models.ManyToManyField(Order, related_name="+")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("印制人"))
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("文书合订本")
        verbose_name_plural = _("文书合订本")

    def get_absolute_url(self):
        return reverse("hazards:order_bundle", args=[self.pk])


class OrderItem(models.Model):
    """One hazard of a paper: what is required, until when; for an opinion, what the re-inspection found."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="items")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="order_items")
    position = models.PositiveSmallIntegerField(_("序号"))
    requirement = models.TextField(_("整改要求（复查意见）"))
    deadline = models.DateField(_("期限"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["order", "hazard"], name="order_item_hazard_once")]


class OrderReturn(KeptDocument, Voidable):
    """What came back of an issued paper: its signed scan, the receipt, an answer. Added, never changed; a wrong one is voided."""

    county_path, township_path = "order__township__county", "order__township"

    class Kind(models.TextChoices):
        SIGNED = "signed", _("签字盖章件")
        RECEIPT = "receipt", _("回执")
        ANSWER = "answer", _("书面答复")

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="returns", editable=False, verbose_name=_("执法文书"))
    kind = models.CharField(_("类别"), max_length=8, choices=Kind, default=Kind.SIGNED)
    received_on = models.DateField(_("收到日期"))
    signed_by = models.CharField(_("签收（答复）人"), max_length=30, blank=True)
    words = models.TextField(_("内容或说明"), max_length=1000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), editable=False)

    objects = VoidableQuerySet.as_manager()

    class Meta(Voidable.Meta):
        verbose_name = _("回执和扫描件")
        verbose_name_plural = _("回执和扫描件")
        ordering = ["pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["created_by", "submission"], name="order_return_submission_once"),
            models.CheckConstraint(name="order_return_signed_has_file", condition=~Q(kind="signed") | ~Q(file="")),
            models.CheckConstraint(name="order_return_answer_has_words", condition=~Q(kind="answer") | ~Q(words="")),
        ]

    def __str__(self):
        return f"{self.order.number} {self.get_kind_display()}"

    def get_absolute_url(self):
        return self.order.get_absolute_url()
