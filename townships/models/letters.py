import uuid
from datetime import date
from functools import reduce
from operator import or_

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.letter_text import outlined
from townships.scope import ScopedQuerySet

from .documents import KeptDocument
from .people import Person, User
from .places import County, Place, Township
from .voidable import Voidable, VoidableQuerySet


class LetterKind(models.TextChoices):
    TOWNSHIP = "township", _("县与乡镇")
    DEPARTMENT = "department", _("乡镇与部门")
    VILLAGE = "village", _("乡镇与村（社区）")
    ENTERPRISE = "enterprise", _("乡镇与企业")
    GROUP = "group", _("村与组（楼栋）")


class LetterText(models.Model):
    """责任状文本: what the letters of one kind and year say, with tokens for names. A change is a new version; letters keep theirs."""

    # The county decides what the letters say; its townships read it.
    county_path, township_path = "county", "county__places"

    county = models.ForeignKey(County, models.PROTECT, related_name="letter_texts", verbose_name=_("县（市、区）"))
    kind = models.CharField(_("类别"), max_length=10, choices=LetterKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版次"))
    title = models.CharField(_("标题"), max_length=80)
    body = models.TextField(_("正文"), max_length=6000)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("拟定人"))
    created_at = models.DateTimeField(_("拟定时间"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任状文本")
        verbose_name_plural = _("责任状文本")
        ordering = ["-year", "kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["county", "kind", "year", "version"], name="letter_text_version_once")]

    def __str__(self):
        return f"{self.heading}（第 {self.version} 版）"

    @property
    def heading(self):
        """The title for those who choose between texts: the year filled in, the names still to come in brackets."""
        return outlined(self.title, {"年度": str(self.year)})


class LetterBatchQuerySet(ScopedQuerySet):
    def in_county(self, county):
        return self.filter(text__county=county)

    def in_township(self, township):
        """A township's own; what the county issued to several townships is no township's to print."""
        return self.filter(issuer=township)


class LetterBatch(models.Model):
    """Letters that were issued together: all of them or none, by one organ, from one version of the text."""

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    issuer = models.ForeignKey(Place, models.PROTECT, related_name="letter_batches", verbose_name=_("制发单位"))
    text = models.ForeignKey(LetterText, models.PROTECT, related_name="batches", verbose_name=_("文本"))
    issued_on = models.DateField(_("制发日期"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("制发人"))
    created_at = models.DateTimeField(_("制发时间"), default=timezone.now)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任状批次")
        verbose_name_plural = _("责任状批次")
        constraints = [models.UniqueConstraint(fields=["created_by", "submission"], name="letter_batch_submission_once")]

    def get_absolute_url(self):
        return reverse("townships:letter_batch", args=[self.pk])


class LetterQuerySet(VoidableQuerySet):
    def of_period(self, period):
        """A letter belongs to its own year, on the day of that year that is nearest to its issue (decision 0141)."""
        years = [Q(year=year) & _issued_within(period, year) for year in range(period.start.year, period.end.year + 1)]
        return self.filter(reduce(or_, years))

    def with_signatures(self):
        """`upper_signed_on` and `lower_signed_on`: when each side signed, or None."""
        return self.annotate(upper_signed_on=_signed_on(LetterSignature.Side.UPPER), lower_signed_on=_signed_on(LetterSignature.Side.LOWER))

    def lacking(self, side):
        return self.exclude(Exists(_signatures(side)))

    def signed(self):
        """Signed by both sides."""
        return self.filter(*[Exists(_signatures(side)) for side in LetterSignature.Side])

    def unsigned(self):
        """Not yet signed by both sides."""
        return self.exclude(pk__in=self.signed().order_by().values("pk"))

    def signed_by(self, day):
        """Signed by both sides on that day or before."""
        return self.filter(*[Exists(_signatures(side).filter(signed_on__lte=day)) for side in LetterSignature.Side])

    def search(self, words):
        """By number, or by the name or pinyin initials of either party, or by who signs for it."""
        parties = Q(lower__name__icontains=words) | Q(lower__initials__startswith=words.lower()) | Q(upper__name__icontains=words)
        return self.filter(parties | Q(number__icontains=words) | Q(signer__icontains=words))

    def for_list(self):
        return self.select_related("township", "upper", "lower__parent", "lower_person").with_signatures()


def _issued_within(period, year):
    """No bound at either end of the year: what was issued before it counts on its first day, what came after it on its last."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    start = Q(issued_on__gte=period.start) if period.start > first else Q()
    return start & Q(issued_on__lte=period.end) if period.end < last else start


def _signatures(side):
    return LetterSignature.objects.counted().filter(letter=OuterRef("pk"), side=side)


def _signed_on(side):
    return models.Subquery(_signatures(side).values("signed_on")[:1])


class Letter(Voidable):
    """安全生产责任状: what one level promises the level above it for a year. An issued letter never changes."""

    county_path, township_path = "township__county", "township"

    batch = models.ForeignKey(LetterBatch, models.PROTECT, related_name="letters", verbose_name=_("批次"))
    kind = models.CharField(_("类别"), max_length=10, choices=LetterKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    # The organ whose series the number is of: the county, or the township for every letter below it.
    issuer = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("制发单位"))
    sequence = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=60)
    township = models.ForeignKey(Township, models.PROTECT, related_name="letters", verbose_name=_("乡镇（街道）"))
    upper = models.ForeignKey(Place, models.PROTECT, related_name="letters_given", verbose_name=_("甲方"))
    lower = models.ForeignKey(Place, models.PROTECT, related_name="letters_received", verbose_name=_("乙方"))
    # Of a department of the township its head: a department is no place of its own.
    lower_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("部门负责人"))
    signer = models.CharField(_("乙方负责人"), max_length=30, blank=True)
    issued_on = models.DateField(_("制发日期"))
    # Every word that the letter prints, frozen when it was issued.
    content = models.JSONField(_("内容"), encoder=DjangoJSONEncoder)

    objects = LetterQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("责任状")
        verbose_name_plural = _("责任状")
        ordering = ["-year", "batch", "sequence"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["issuer", "kind", "year", "sequence"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["kind", "year", "lower"], name="letter_once_a_year", condition=Q(lower_person=None, voided_at=None)
            ),
            models.UniqueConstraint(
                fields=["year", "lower", "lower_person"],
                name="letter_of_a_department_once_a_year",
                condition=Q(lower_person__isnull=False, voided_at=None),
            ),
            models.CheckConstraint(
                name="letter_of_a_department_names_its_head",
                condition=Q(kind=LetterKind.DEPARTMENT, lower_person__isnull=False)
                | (~Q(kind=LetterKind.DEPARTMENT) & Q(lower_person=None)),
            ),
        ]
        indexes = [models.Index(fields=["township", "year"])]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("townships:letter", args=[self.pk])

    @property
    def upper_name(self):
        return self.content["upper"]["name"]

    @property
    def lower_name(self):
        return self.content["lower"]["name"]


class LetterSignature(Voidable):
    """One side has signed. A wrong entry is voided with a reason."""

    county_path, township_path = "letter__township__county", "letter__township"

    class Side(models.TextChoices):
        UPPER = "upper", _("甲方")
        LOWER = "lower", _("乙方")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="signatures", verbose_name=_("责任状"))
    side = models.CharField(_("签字方"), max_length=5, choices=Side)
    signed_on = models.DateField(_("签字日期"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    objects = VoidableQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("签字登记")
        verbose_name_plural = _("签字登记")
        ordering = ["pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["letter", "side"], name="letter_side_signs_once", condition=Q(voided_at=None)),
        ]

    def __str__(self):
        return f"{self.letter.number} {self.get_side_display()}签字"

    def get_absolute_url(self):
        return self.letter.get_absolute_url()


class LetterScan(KeptDocument):
    """The signed sheet, photographed or scanned: a picture or a PDF."""

    signature = models.ForeignKey(LetterSignature, models.PROTECT, related_name="scans", verbose_name=_("签字登记"))
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("上传人"))

    class Meta:
        verbose_name = _("责任状扫描件")
        verbose_name_plural = _("责任状扫描件")
        ordering = ["pk"]
