from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.fields import InitialsField
from townships.scope import ScopedQuerySet
from townships.validators import PHONE

from .places import County, Township


class PersonQuerySet(ScopedQuerySet):
    def serving_on(self, day):
        return self.filter(Q(left_on=None) | Q(left_on__gt=day))

    def inspecting(self):
        """Whose work it is: a card, a full-time post, or an account that keeps ledgers; one that only reads says nothing."""
        keeps_ledgers = Q(user__role__in=[Role.BUREAU, Role.INSPECTOR])
        return self.filter(~Q(inspector_card="") | Q(is_full_time=True) | keeps_ledgers)

    def of_township_or_county(self, township):
        """A township's own people and those of the county's departments."""
        return self.filter(Q(township=township) | Q(township=None))

    def named_or_numbered(self, words):
        """0012 or 李明, as somebody is called in the roster."""
        return self.filter(number=int(words)) if words.isdecimal() and len(words) < 10 else self.filter(name=words)

    def search(self, words):
        return self.filter(Q(name__icontains=words) | Q(initials__startswith=words.lower()) | Q(phone__startswith=words))


class Person(models.Model):
    """人员: an entry of the numbered roster (在册编号、动态管理); may or may not have a log-in."""

    county_path, township_path = "county", "township"

    class Rank(models.TextChoices):
        UNTOLD = "", _("未登记")
        BELOW = "below", _("副科级以下")
        DEPUTY = "deputy", _("副科级")
        FULL = "full", _("正科级")
        ABOVE = "above", _("县处级以上")

    DEPUTY_OR_ABOVE = [Rank.DEPUTY, Rank.FULL, Rank.ABOVE]

    county = models.ForeignKey(County, models.PROTECT, related_name="people", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("所在乡镇"), help_text=_("县直部门人员不填")
    )
    number = models.PositiveIntegerField(_("在册编号"))
    name = models.CharField(_("姓名"), max_length=30)
    initials = InitialsField(source="name")
    unit = models.CharField(_("所在单位"), max_length=60, blank=True)
    position = models.CharField(_("职务"), max_length=40, blank=True)
    rank = models.CharField(_("职级"), max_length=6, choices=Rank, blank=True, help_text=_("联系高危企业的领导须为副科级以上，请登记"))
    phone = models.CharField(
        _("联系电话"),
        max_length=20,
        blank=True,
        validators=[PHONE],
    )
    id_number = models.CharField(
        _("身份证号"), max_length=18, blank=True, validators=[RegexValidator(r"^\d{17}[\dX]$", _("请填写 18 位身份证号。"))]
    )
    inspector_card = models.CharField(_("执法（检查）证号"), max_length=30, blank=True)
    is_full_time = models.BooleanField(_("专职安监人员"), default=False)
    left_on = models.DateField(_("离任日期"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["county", "number"]
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="person_number_once_in_county"),
            models.UniqueConstraint(fields=["county", "id_number"], name="person_id_number_once", condition=~Q(id_number="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("townships:person", args=[self.pk])

    @property
    def known_by(self):
        """What tells somebody from a namesake: unit, post, the end of the telephone number, the card."""
        tail = gettext("电话尾号%(tail)s") % {"tail": self.phone[-4:]} if self.phone else ""
        card = gettext("证号%(card)s") % {"card": self.inspector_card} if self.inspector_card else ""
        return " ".join(filter(None, [self.unit, self.position, tail, card]))

    def has_left(self, day):
        return self.left_on is not None and self.left_on <= day


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("系统管理员")
    BUREAU = "bureau", _("县局工作人员")
    INSPECTOR = "inspector", _("乡镇安监员")
    OFFICIAL = "official", _("领导")
    AUDITOR = "auditor", _("审计员")


# What administrators edit in Django's own admin; ledgers are never edited there.
REFERENCE_MODELS = {
    "townships.sector",
    "townships.dutykind",
    "townships.dutyrule",
    "townships.certificatekind",
    "townships.norm",
    "townships.staffminimum",
    "townships.equipmentkind",
    "townships.workkind",
    "hazards.enforcementkind",
    "hazards.violationkind",
    "hazards.outcomekind",
    "townships.accidentgrade",
    "townships.accidenttype",
    "publicity.activitykind",
    "reports.indicator",
}


class AccountManager(UserManager.from_queryset(ScopedQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """A log-in: one role, one scope (a township, a county, or the deployment when neither is set)."""

    county_path, township_path = "county", "township"

    first_name = last_name = None
    # Nobody stands above the roles: what may be done follows from the role alone.
    is_superuser = False

    role = models.CharField(_("角色"), max_length=15, choices=Role)
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, verbose_name=_("管辖县"))
    township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, verbose_name=_("管辖乡镇"))
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("人员"))
    wants_mail = models.BooleanField(_("消息同时发到电子邮箱"), default=False)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=True)

    objects = AccountManager()
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        constraints = [
            models.CheckConstraint(name="user_township_needs_county", condition=Q(township=None) | Q(county__isnull=False)),
            models.CheckConstraint(name="inspector_has_township", condition=~Q(role="inspector") | Q(township__isnull=False)),
            models.CheckConstraint(name="bureau_has_whole_county", condition=~Q(role="bureau") | Q(county__isnull=False, township=None)),
        ]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        return self.person.name if self.person_id else self.username

    get_short_name = get_full_name

    @property
    def is_bureau(self):
        return self.role == Role.BUREAU

    @property
    def is_inspector(self):
        return self.role == Role.INSPECTOR

    @property
    def is_official(self):
        return self.role == Role.OFFICIAL

    @property
    def is_administrator(self):
        return self.role == Role.ADMINISTRATOR

    @property
    def is_staff(self):
        """Who may enter Django's own admin."""
        return self.is_administrator

    def has_perm(self, perm, obj=None):
        app, _, deed_and_model = perm.partition(".")
        return self._edits_reference_data and f"{app}.{deed_and_model.rpartition('_')[2]}" in REFERENCE_MODELS

    def has_module_perms(self, app_label):
        return self._edits_reference_data and any(model.startswith(f"{app_label}.") for model in REFERENCE_MODELS)

    @property
    def _edits_reference_data(self):
        return self.is_active and self.is_administrator

    @property
    def keeps_ledgers(self):
        """Bureau and inspectors write; everybody else reads."""
        return self.role in (Role.BUREAU, Role.INSPECTOR)

    @property
    def has_whole_deployment(self):
        return self.county_id is None and self.township_id is None

    @property
    def place(self):
        """The county or township that this user works in; None over a whole city."""
        return self.township or self.county


class PersonPhoneSeen(models.Model):
    """Append-only: which leader saw somebody's whole telephone number, and when (个人信息保护法 第六条: no more than is needed)."""

    county_path, township_path = "person__county", "person__township"

    person = models.ForeignKey(Person, models.PROTECT, related_name="phone_seen", verbose_name=_("人员"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("查看人"))
    at = models.DateTimeField(_("查看时间"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("人员电话查看记录")
        verbose_name_plural = _("人员电话查看记录")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.by}"
