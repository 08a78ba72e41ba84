from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet
from townships.validators import MOST_SMALL

from .candidacy import Candidacy
from .documents import KeptDocument
from .people import User
from .places import County, Township


class ScoreSheetQuerySet(ScopedQuerySet):
    """An example belongs to no county: everybody may read it and copy it."""

    def in_county(self, county):
        return self.filter(Q(county=county) | Q(county=None))

    def in_township(self, township):
        return self.filter(Q(county__places=township) | Q(county=None))


class ScoreSheet(models.Model):
    """考评细则: what a township is scored by in one year. Once in use it is frozen: last year's scores stay as they were."""

    county_path, township_path = "county", "county__places"

    class State(models.TextChoices):
        DRAFT = "draft", _("编制中")
        IN_USE = "in_use", _("执行中")
        RETIRED = "retired", _("已停用")

    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, editable=False, related_name="score_sheets", verbose_name=_("县（市、区）")
    )
    year = models.PositiveSmallIntegerField(_("年度"), validators=[MOST_SMALL])
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("依据文件"), max_length=200, blank=True)
    pass_mark = models.DecimalField(
        _("合格分数线"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("不设合格线的不填"),
    )
    fresh_days = models.PositiveSmallIntegerField(
        _("佐证时效（天）"), default=90, validators=[MOST_SMALL], help_text=_("最近一条记录早于这么多天的，自查时提示“较久未更新”")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="copies")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("启用人"))
    issued_at = models.DateTimeField(_("启用时间"), null=True, editable=False)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("考评细则")
        verbose_name_plural = _("考评细则")
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "name"], name="score_sheet_once_a_year"),
            models.CheckConstraint(
                name="score_sheet_in_use_was_issued", condition=Q(state="draft") | Q(issued_by__isnull=False, issued_at__isnull=False)
            ),
        ]

    def __str__(self):
        return _("%(year)s年%(name)s") % {"year": self.year, "name": self.name}

    def get_absolute_url(self):
        return reverse("townships:score_sheet", args=[self.pk])

    @property
    def is_example(self):
        return self.county_id is None

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_in_use(self):
        return self.state == self.State.IN_USE


class Clause(models.Model):
    """准入条件 and 一票否决: what is not scored but decides."""

    class Kind(models.TextChoices):
        ENTRY = "entry", _("准入条件")
        VETO = "veto", _("一票否决")

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="clauses")
    kind = models.CharField(_("类别"), max_length=5, choices=Kind)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    text = models.CharField(_("内容"), max_length=300)

    class Meta:
        verbose_name = _("准入条件和一票否决")
        verbose_name_plural = _("准入条件和一票否决")
        ordering = ["kind", "position", "pk"]

    def __str__(self):
        return self.text


class Criterion(models.Model):
    """二级要素 with its points; criteria of one 一级要素 stand together."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    element = models.CharField(_("一级要素"), max_length=40)
    name = models.CharField(_("二级要素"), max_length=60)
    points = models.DecimalField(_("标准分值"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])
    focus = models.TextField(_("考评要点"), max_length=1000, blank=True)
    rule = models.TextField(_("评分标准"), max_length=1000, blank=True)
    method = models.CharField(_("考评方式"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("考评要素")
        verbose_name_plural = _("考评要素")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "element", "name"], name="criterion_once"),
            models.CheckConstraint(name="criterion_has_points", condition=Q(points__gt=0)),
        ]

    def __str__(self):
        return f"{self.element}·{self.name}"


class EvidenceNeed(models.Model):
    """What a criterion is proved with from what the system holds: a source (townships/evidence.py) and how much of it."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="needs")
    source = models.CharField(_("佐证来源"), max_length=60)
    minimum = models.DecimalField(_("至少"), max_digits=12, decimal_places=2, default=1, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("佐证要求")
        verbose_name_plural = _("佐证要求")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["criterion", "source"], name="evidence_need_once")]

    def __str__(self):
        return self.source


class Appraisal(models.Model):
    """考评: one township scored by one sheet. Its life is a table in townships/appraising.py."""

    county_path, township_path = "township__county", "township"

    class State(models.TextChoices):
        SELF = "self", _("自评中")
        SUBMITTED = "submitted", _("考评中")
        SCORED = "scored", _("待议定")
        AGREED = "agreed", _("待签字")
        FINAL = "final", _("已定结果")
        VOID = "void", _("已作废")

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="appraisals", verbose_name=_("考评细则"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="appraisals", verbose_name=_("乡镇（街道）"))
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, null=True, blank=True, related_name="appraisals", verbose_name=_("创建申报"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SELF, editable=False)
    first = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("考评员甲"))
    second = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("考评员乙"))
    first_done_at = models.DateTimeField(_("考评员甲完成时间"), null=True, editable=False)
    second_done_at = models.DateTimeField(_("考评员乙完成时间"), null=True, editable=False)
    points = models.DecimalField(_("得分"), max_digits=6, decimal_places=2, null=True, editable=False)
    is_passed = models.BooleanField(_("合格"), null=True, editable=False)
    finished_on = models.DateField(_("定结果日期"), null=True, editable=False)
    # {"sources": {key: [number, day of the latest row]}, "staff": full-time people asked for}, townships/signed_evidence.py.
    signed_evidence = models.JSONField(_("签字时的佐证数量"), null=True, editable=False)
    evidence_at = models.DateTimeField(_("佐证数量固定时间"), null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("考评")
        verbose_name_plural = _("考评")
        ordering = ["-sheet__year", "township", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "township"], name="appraisal_once", condition=~Q(state="void")),
            models.CheckConstraint(name="appraisal_has_two_assessors", condition=Q(first=None) | ~Q(first=F("second"))),
            models.CheckConstraint(
                name="appraisal_result_has_points",
                condition=~Q(state__in=["agreed", "final"]) | Q(points__isnull=False, is_passed__isnull=False),
            ),
            models.CheckConstraint(
                name="appraisal_evidence_has_moment",
                condition=Q(evidence_at__isnull=True, signed_evidence__isnull=True)
                | Q(evidence_at__isnull=False, signed_evidence__isnull=False),
            ),
            models.CheckConstraint(name="appraisal_final_has_day", condition=~Q(state="final") | Q(finished_on__isnull=False)),
        ]

    def __str__(self):
        return _("%(township)s%(year)s年考评") % {"township": self.township, "year": self.sheet.year}

    def get_absolute_url(self):
        return reverse("townships:appraisal", args=[self.pk])

    @property
    def result(self):
        """合格 or 不合格; empty until the two assessors have agreed."""
        return "" if self.is_passed is None else _("合格") if self.is_passed else _("不合格")


class Score(models.Model):
    """What one side deducts from one criterion, and why. Points are the criterion's less the deduction."""

    class Side(models.TextChoices):
        SELF = "self", _("自评")
        FIRST = "first", _("考评员甲")
        SECOND = "second", _("考评员乙")
        FINAL = "final", _("议定")

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="scores")
    side = models.CharField(_("评分方"), max_length=6, choices=Side)
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    # The sheet is frozen while it is in use, so its points may stand here as well: the database can compare.
    out_of = models.DecimalField(max_digits=5, decimal_places=2, editable=False)
    deduction = models.DecimalField(_("扣分"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("扣分说明"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("得分")
        verbose_name_plural = _("得分")
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "side", "criterion"], name="score_once"),
            models.CheckConstraint(name="score_deduction_within_points", condition=Q(deduction__gte=0) & Q(deduction__lte=F("out_of"))),
            models.CheckConstraint(name="score_deduction_has_reason", condition=Q(deduction=0) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.criterion} -{self.deduction}"

    @property
    def points(self):
        return self.out_of - self.deduction


class FormerAssessor(models.Model):
    """Append-only: who scored before somebody else took the seat; these scores stay to be read and count for nothing."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="former_assessors")
    side = models.CharField(_("评分方"), max_length=6, choices=Score.Side)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("原考评员"))
    # [[criterion id, deduction, reason], …]
    scores = models.JSONField(_("原评分"))
    replaced_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    replaced_at = models.DateTimeField(_("更换时间"))
    reason = models.CharField(_("更换原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("更换的考评员")
        verbose_name_plural = _("更换的考评员")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="former_assessor_had_an_official_seat", condition=Q(side__in=["first", "second"]))]

    def __str__(self):
        return f"{self.get_side_display()} {self.user}"


class ClauseCheck(models.Model):
    """Somebody looked at an entry condition or a veto and says whether it holds, with a note."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="checks")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="checks")
    holds = models.BooleanField(_("是否符合（发生）"))
    note = models.CharField(_("核查说明"), max_length=300)
    # Why a ledger that says otherwise does not decide.
    explanation = models.CharField(_("与台账不一致的理由"), max_length=300, blank=True)
    # What the ledgers held against it when that was written (townships/clause_ledgers.py); null of those from before this was kept.
    explained_facts = models.JSONField(null=True, blank=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("核查时间"))

    class Meta:
        verbose_name = _("条件核查")
        verbose_name_plural = _("条件核查")
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "clause"], name="clause_check_once"),
            models.CheckConstraint(name="clause_check_has_note", condition=~Q(note="")),
        ]

    def __str__(self):
        return f"{self.clause}：{self.note}"


class EvidenceLink(models.Model):
    """The township proves a criterion with rows that the system holds already; the number of the day it submitted stays."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="links")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="links")
    source = models.CharField(_("佐证来源"), max_length=60)
    number_then = models.DecimalField(_("提交时数量"), max_digits=14, decimal_places=2, null=True, editable=False)

    class Meta:
        verbose_name = _("系统内佐证")
        verbose_name_plural = _("系统内佐证")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "criterion", "source"], name="evidence_link_once")]

    def __str__(self):
        return self.source


class EvidenceFile(KeptDocument):
    """A paper that the system doesn't hold."""

    county_path, township_path = "appraisal__township__county", "appraisal__township"

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="files")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="files")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("佐证文件")
        verbose_name_plural = _("佐证文件")
        ordering = ["pk"]

    def __str__(self):
        return self.file_name


class Signature(models.Model):
    """Who signed the agreed sheet: the two assessors and, for the township, one of its inspectors."""

    class Seat(models.TextChoices):
        FIRST = "first", _("考评员甲")
        SECOND = "second", _("考评员乙")
        TOWNSHIP = "township", _("被考评单位")

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="signatures")
    seat = models.CharField(_("签字方"), max_length=8, choices=Seat)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("签字人"))
    at = models.DateTimeField(_("签字时间"))
    opinion = models.CharField(_("意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("签字")
        verbose_name_plural = _("签字")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "seat"], name="signature_once")]

    def __str__(self):
        return f"{self.get_seat_display()}：{self.by}"


class AppraisalEvent(models.Model):
    """Append-only: who moved an appraisal from where to where, or changed which scores, and why."""

    class Action(models.TextChoices):
        OPEN = "open", _("开始考评")
        SCORE = "score", _("评分")
        CHECK = "check", _("核查条件")
        SUBMIT = "submit", _("提交自评")
        ASSIGN = "assign", _("指定考评员")
        RETURN = "return", _("退回自评")
        FINISH = "finish", _("完成评分")
        RESCORE = "rescore", _("重新评分")
        REPLACE = "replace", _("更换考评员")
        AGREE = "agree", _("议定结果")
        SIGN = "sign", _("签字")
        CONCLUDE = "conclude", _("确定结果")
        VOID = "void", _("作废")

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=10, choices=Action)
    from_state = models.CharField(_("原状态"), max_length=10, choices=Appraisal.State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=Appraisal.State)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("考评经过")
        verbose_name_plural = _("考评经过")
        ordering = ["pk"]
