import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.figure import FIGURES
from townships.models import County, Person, Picture, Township, User, Voidable, VoidableQuerySet
from townships.validators import MOST_COUNTED, MOST_YUAN


def not_a_figure(key):
    """A kind is a figure `publicity.<key>`; those that the app declares itself keep their names."""
    if f"publicity.{key}" in FIGURES:
        raise ValidationError(_("该代码已用于其他指标。"), code="reserved")


class ActivityKind(models.Model):
    """What is counted and in which unit (RULES section 7): data, because every county counts a little differently."""

    key = models.SlugField(_("代码"), unique=True, validators=[not_a_figure])
    name = models.CharField(_("名称"), max_length=30)
    unit = models.CharField(_("单位"), max_length=6, help_text=_("份、幅、块、条……"))
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("宣传活动类别")
        verbose_name_plural = _("宣传活动类别")
        ordering = ["position"]

    def __str__(self):
        return self.name


class LedgerRow(Voidable):
    """What an activity and a training have in common: whose it is, when it was, what it cost, who wrote it down."""

    county_path, township_path = "county", "township"

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(
        Township,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_rows",
        verbose_name=_("乡镇（街道）"),
        help_text=_("县局自办的不填"),
    )
    held_on = models.DateField(_("日期"))
    title = models.CharField(_("名称"), max_length=80)
    venue = models.CharField(_("地点"), max_length=80, blank=True)
    cost = models.DecimalField(
        _("投入资金（元）"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0), MOST_YUAN]
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects = VoidableQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = True
        ordering = ["-held_on", "-pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["created_by", "submission"], name="%(class)s_submission_once"),
        ]
        indexes = [models.Index(fields=["county", "held_on"]), models.Index(fields=["township", "held_on"])]

    def __str__(self):
        return self.title


class Activity(LedgerRow):
    """宣传活动: one publicity act with a kind, a quantity in the kind's unit, people reached and a cost."""

    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="activities", verbose_name=_("类别"))
    quantity = models.PositiveIntegerField(_("数量"), validators=[MinValueValidator(1), MOST_COUNTED])
    people_reached = models.PositiveIntegerField(_("受众（人次）"), default=0, validators=[MOST_COUNTED])
    is_safety_month = models.BooleanField(_("安全生产月活动"), default=False)

    class Meta(LedgerRow.Meta):
        abstract = False
        verbose_name = _("宣传活动")
        verbose_name_plural = _("宣传活动")
        constraints = [*LedgerRow.Meta.constraints, models.CheckConstraint(name="activity_quantity_positive", condition=Q(quantity__gt=0))]

    def get_absolute_url(self):
        return reverse("publicity:activity", args=[self.pk])


class ActivityPicture(Picture):
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="pictures")


class TrainingQuerySet(VoidableQuerySet):
    def with_people_present(self):
        """Each with `people_present`: those of the roster by name and the others by number."""
        by_name = Training.attendees.through.objects.filter(training=OuterRef("pk")).order_by().values("training")
        counted = Subquery(by_name.annotate(count=Count("pk")).values("count"))
        return self.annotate(people_present=F("others_present") + Coalesce(counted, 0))


class Training(LedgerRow):
    """培训: one class with its attendance; people on the roster by name, everybody else as a number."""

    class Audience(models.TextChoices):
        OFFICIALS = "officials", _("乡镇干部、安监人员")
        VILLAGE = "village", _("村级安全员")
        ENTERPRISE = "enterprise", _("企业负责人、安全员")
        SPECIAL = "special", _("特种作业、渡工、驾驶员")
        WORKERS = "workers", _("从业人员")
        VILLAGERS = "villagers", _("群众")

    audience = models.CharField(_("培训对象"), max_length=12, choices=Audience)
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1, default=2, validators=[MinValueValidator(0)])
    trainer = models.CharField(_("授课人"), max_length=60, blank=True)
    others_present = models.PositiveIntegerField(_("其他参训人数"), default=0, validators=[MOST_COUNTED])
    # D2: 其持证率达到了100%. People of the roster have their certificates in a ledger of their own.
    others_certified = models.PositiveIntegerField(
        _("其中持证人数"),
        null=True,
        blank=True,
        validators=[MOST_COUNTED],
        help_text=_("不在名册的参训人员中持有有效证件的；在册人员的证件在“持证”中登记"),
    )
    attendees = models.ManyToManyField(Person, blank=True, related_name="trainings", verbose_name=_("参训在册人员"))

    objects = TrainingQuerySet.as_manager()

    class Meta(LedgerRow.Meta):
        abstract = False
        verbose_name = _("培训")
        verbose_name_plural = _("培训")
        constraints = [
            *LedgerRow.Meta.constraints,
            models.CheckConstraint(name="certified_were_present", condition=Q(others_certified__lte=F("others_present"))),
        ]

    def get_absolute_url(self):
        return reverse("publicity:training", args=[self.pk])
