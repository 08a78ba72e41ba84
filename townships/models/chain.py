from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .certificates import CertificateKind
from .documents import KeptDocument
from .people import Person, User
from .places import Group, KeySite, Level, Place, Township, Village
from .teams import Team
from .voidable import Voidable, VoidableQuerySet

# What a place of a level may be by its own kind; the others have none.
PLACE_KINDS = {Level.TOWNSHIP: Township.Kind, Level.VILLAGE: Village.Kind, Level.GROUP: Group.Kind, Level.KEY_SITE: KeySite.Kind}


class Seat(models.TextChoices):
    """Which seat of a team a kind of duty is."""

    HEAD = "head", _("负责人")
    DEPUTY = "deputy", _("副职")
    MEMBER = "member", _("成员")


class DutyKind(models.Model):
    """岗位类别: what somebody can be made answerable for, at one level of place (DESIGN section 5)."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=40)
    level = models.CharField(_("层级"), max_length=12, choices=Level)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_first_responsible = models.BooleanField(_("第一责任人"), default=False)
    is_single_holder = models.BooleanField(_("只能由一人担任"), default=False)
    is_full_time = models.BooleanField(_("专职岗位"), default=False, help_text=_("一人不能同时担任两个专职岗位"))
    high_risk_only = models.BooleanField(_("仅设在高危单位"), default=False)
    deputy_rank_only = models.BooleanField(_("须副科级以上"), default=False)
    team_kind = models.CharField(_("所在机构类别"), max_length=15, choices=Team.Kind, blank=True)
    seat = models.CharField(_("机构内职务"), max_length=6, choices=Seat, blank=True)
    sensible_load = models.PositiveSmallIntegerField(_("一人最多担任处数"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("岗位类别")
        verbose_name_plural = _("岗位类别")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="duty_kind_seat_in_team", condition=Q(team_kind="", seat="") | (~Q(team_kind="") & ~Q(seat=""))),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if bool(self.team_kind) != bool(self.seat):
            raise ValidationError({"seat": _("机构内职务和所在机构类别须同时填写，或都不填。")})


class DutyQuerySet(VoidableQuerySet):
    def in_county(self, county):
        return self.filter(Q(place=county) | Q(place__county=county))

    def in_township(self, township):
        return self.filter(Q(place=township) | Q(place__township=township))

    def running_on(self, day):
        """Posts whose term covers that day, whether or not the holder has left."""
        return self.counted().filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def held_on(self, day):
        """Posts running on that day whose holder had not left."""
        return self.running_on(day).filter(Q(person__left_on=None) | Q(person__left_on__gt=day))

    def appointed_after(self, day):
        """Who is appointed and has not begun by that day; whoever leaves before it will not."""
        return self.counted().filter(starts_on__gt=day).exclude(person__left_on__lte=F("starts_on"))

    def overlapping(self, starts_on, ends_on):
        """Terms that share a day with a term from one day to another, or open-ended for None."""
        begun = self.counted() if ends_on is None else self.counted().filter(starts_on__lte=ends_on)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))


def seat_title(team, kind):
    """森林防火指挥部 指挥长: what the team's name ends with isn't said again by the seat (指挥部指挥长)."""
    team, kind = str(team), str(kind)
    said = next((size for size in range(min(len(team), len(kind)) - 1, 1, -1) if team.endswith(kind[:size])), 0)
    return f"{team} {kind[said:]}"


class Duty(KeptDocument, Voidable):
    """责任岗位: one person holding one duty on one place from a day to a day (the last day included).

    One that was entered by mistake is voided: it stays to be read and nobody holds anything by it. Corrections and the end are
    written down as amendments (townships/appointments.py). `created_by` is empty of what was loaded or moved from elsewhere.
    The kept file is the document of appointment (任职文件).
    """

    county_path, township_path = "place__county", "place__township"
    named_by = ("place", "kind", "person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="duties", verbose_name=_("人员"))
    kind = models.ForeignKey(DutyKind, models.PROTECT, related_name="duties", verbose_name=_("岗位类别"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="duties", verbose_name=_("单位或部位"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("机构（队伍）"))
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("任期截止"), null=True, blank=True)
    document = models.CharField(_("任职文号"), max_length=60, blank=True)
    document_on = models.DateField(_("发文日期"), null=True, blank=True)
    end_document = models.CharField(_("免职文号"), max_length=60, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), null=True, blank=True, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("责任岗位")
        verbose_name_plural = _("责任岗位")
        ordering = ["kind__position", "starts_on"]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(name="duty_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="duty_document_day_has_number", condition=Q(document_on=None) | ~Q(document="")),
            models.CheckConstraint(name="duty_file_has_number", condition=Q(file="") | ~Q(document="")),
            models.UniqueConstraint(
                fields=["person", "kind", "place"], name="duty_running_once", condition=Q(ends_on=None, team=None, voided_at=None)
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "team"],
                name="duty_running_once_in_team",
                condition=Q(ends_on=None, voided_at=None),
                violation_error_message=_("该人员已在任此岗位，任期未终止。"),
            ),
        ]
        indexes = [models.Index(fields=["place", "kind"])]

    def __str__(self):
        return f"{self.place} {self.title}：{self.person}"

    def get_absolute_url(self):
        return reverse("townships:duty", args=[self.pk])

    @property
    def term_words(self):
        """2026-01-01 至 今; of whoever has not begun: 自 2027-06-01 起（未到任）, or has left before: …（到任前已离任）."""
        if self.is_never_begun:
            return gettext("自 %(day)s 起（到任前已离任）") % {"day": self.starts_on}
        if self.starts_on > timezone.localdate():
            words = gettext("自 %(day)s 至 %(until)s（未到任）") if self.ends_on else gettext("自 %(day)s 起（未到任）")
            return words % {"day": self.starts_on, "until": self.ends_on}
        return gettext("%(day)s 至 %(until)s") % {"day": self.starts_on, "until": self.last_day or gettext("今")}

    @property
    def title(self):
        """组长 alone says nothing where a township has eight groups. Queries the team if it is not loaded."""
        return seat_title(self.team, self.kind) if self.team_id else str(self.kind)

    @property
    def document_words(self):
        """官亭〔2026〕1号（2026-01-05）, or nothing."""
        return f"{self.document}（{self.document_on:%Y-%m-%d}）" if self.document_on else self.document

    @property
    def is_over(self):
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def is_never_begun(self):
        """Whoever left before the first day held nothing by it. It keeps its days: a leaving may be taken back (decision 0022)."""
        return self.person.has_left(self.starts_on)

    @property
    def last_day(self):
        """When the holder last answered: the end of the term or the day before leaving, whichever is earlier; None if neither."""
        last_served = self.person.left_on and self.person.left_on - timedelta(days=1)
        return min(filter(None, [self.ends_on, last_served]), default=None)


class DutyRule(models.Model):
    """Which duties are required where, how many, and with which certificate: data, so that a county can follow its own document.

    Of several rules for one duty the narrowest counts: what is asked of high-risk places replaces what is asked of all, and of big
    enterprises (安全生产法 第二十四条) what is asked of all the others.
    """

    kind = models.ForeignKey(DutyKind, models.CASCADE, related_name="rules", verbose_name=_("岗位类别"))
    high_risk_only = models.BooleanField(_("仅高危单位"), default=False)
    place_kind = models.CharField(_("仅限类别"), max_length=12, blank=True, help_text=_("如：building 只适用于楼栋；空白为全部"))
    employees_over = models.PositiveIntegerField(
        _("仅限从业人员超过（人）"), null=True, blank=True, help_text=_("如：100 只适用于从业人员超过 100 人的企业；空白为全部")
    )
    full_time_only = models.BooleanField(_("仅计专职人员"), default=False)
    is_full_time = models.BooleanField(
        _("在此为专职岗位"), default=False, help_text=_("同类岗位只在这些单位须专职的，在这里勾选；一人不能同时担任两个专职岗位")
    )
    in_teams_only = models.BooleanField(_("仅在已设机构中要求"), default=False)
    minimum = models.PositiveSmallIntegerField(_("至少人数"), default=1)
    by_population = models.BooleanField(
        _("人数按人口核定"), default=False, help_text=_("按乡镇人口在“专职人员配备标准”中应配的人数，比“至少人数”多的从其多")
    )
    certificate = models.ForeignKey(
        CertificateKind, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("须持证件")
    )
    certified_minimum = models.PositiveSmallIntegerField(_("至少持证人数"), default=0)
    source = models.CharField(_("依据"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("岗位配备要求")
        verbose_name_plural = _("岗位配备要求")
        ordering = ["kind__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "place_kind", "high_risk_only"], name="duty_rule_once", condition=Q(employees_over=None)
            ),
            models.UniqueConstraint(fields=["kind", "place_kind", "high_risk_only", "employees_over"], name="duty_rule_once_by_size"),
            models.CheckConstraint(
                name="duty_rule_certificate_has_number",
                condition=Q(certificate=None, certified_minimum=0) | Q(certificate__isnull=False, certified_minimum__gte=1),
            ),
            models.CheckConstraint(name="duty_rule_certified_within_minimum", condition=Q(certified_minimum__lte=F("minimum"))),
        ]

    def __str__(self):
        return f"{self.kind} ≥ {self.minimum}"

    def clean(self):
        """In words, beside the fields, what the constraints hold as well."""
        wrong = {}
        level = self.kind.level if self.kind_id else None
        if self.employees_over is not None and level and level != Level.ENTERPRISE:
            wrong["employees_over"] = _("只有企业登记从业人数，这一级的岗位不填。")
        if self.place_kind and level and self.place_kind not in PLACE_KINDS.get(level, []):
            # A word that no place knows would be kept and never apply.
            wrong["place_kind"] = _("这一级的单位（部位）没有这个类别。")
        elif level and self._twins().exists():
            wrong["place_kind"] = _("这个岗位在同样的范围已有一条要求，请修改那一条。")
        if self.certificate_id and not self.certified_minimum:
            wrong["certified_minimum"] = _("填了须持证件的，请填至少 1 人持证。")
        elif self.certified_minimum and not self.certificate_id:
            wrong["certificate"] = _("填了至少持证人数的，请选择须持证件。")
        elif self.minimum is not None and (self.certified_minimum or 0) > self.minimum:
            wrong["certified_minimum"] = _("不能多于至少人数。")
        if wrong:
            raise ValidationError(wrong)

    def _twins(self):
        scope = {name: getattr(self, name) for name in ("kind", "place_kind", "high_risk_only", "employees_over")}
        return DutyRule.objects.filter(**scope).exclude(pk=self.pk)

    @property
    def load(self):
        """At how many places one person sensibly holds the duty, None for any number: a full-time post takes a whole person."""
        return 1 if self.is_full_time else self.kind.sensible_load
