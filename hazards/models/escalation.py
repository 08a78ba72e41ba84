from datetime import datetime, time, timedelta
from itertools import chain

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import County, Level, Person, Township
from townships.scope import ScopedQuerySet

from .hazard import Action, Hazard, HazardEvent, State


class Rung(models.TextChoices):
    """What an overdue hazard climbs to, from the foot up (RULES section 4)."""

    UNIT = "unit", _("催办责任单位")
    TOWNSHIP_HEAD = "township_head", _("报告乡镇主要负责人")
    BUREAU = "bureau", _("报告县局")
    LETTER = "letter", _("发督办函")
    CIRCULAR = "circular", _("全县通报")
    STOP = "stop", _("责令停产停业整改")
    UTILITIES = "utilities", _("报请县政府停电停水")


# The deed that a rung asks for: done, it takes the to-do away without a word more.
DEEDS = {
    Rung.UNIT: [Action.REPLY],
    Rung.LETTER: [Action.URGE],
    Rung.STOP: [Action.SUSPEND],
    Rung.UTILITIES: [Action.ASK_COUNTY, Action.ASK_CUT_OFF],
}
# 安全生产法 第七十条: power is cut where a unit refuses to carry out a decision to suspend production, so there is one first;
# and whoever is suspended is not asked to be suspended.
STANDS_AT = {
    Rung.STOP: frozenset(State) - {State.SUSPENDED, State.RESUMING},
    Rung.UTILITIES: frozenset({State.SUSPENDED}),
}
CONDITIONS = {Rung.UTILITIES: _("只用于已决定停产停业、仍未整改的（安全生产法第七十条）；没有决定的，停在上一步")}
OF_TOWNSHIP = [Rung.UNIT, Rung.TOWNSHIP_HEAD]


class SampleOrOwnQuerySet(ScopedQuerySet):
    """Samples without a county hold for everybody until the county has rows of its own."""

    def in_county(self, county):
        own = self.filter(county=county)
        return own if own.exists() else self.filter(county=None)

    def in_township(self, township):
        county = Township.objects.filter(pk=township).values_list("county", flat=True).first()
        return self.in_county(county)


class EscalationStep(models.Model):
    """督办步骤: how long after its deadline an overdue hazard climbs to which rung. Data that the bureau edits."""

    county_path, township_path = "county", None

    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="escalation_steps", verbose_name=_("县（市、区）")
    )
    rung = models.CharField(_("步骤"), max_length=16, choices=Rung)
    days = models.PositiveSmallIntegerField(_("超期天数"), validators=[MinValueValidator(1), MaxValueValidator(365)])
    in_workdays = models.BooleanField(_("按工作日计算"), default=False)
    enterprises_only = models.BooleanField(_("只用于企业"), default=False, help_text=_("边坡、桥梁、道路等没有停产和停电可言"))
    is_in_use = models.BooleanField(_("启用"), default=True)
    source = models.CharField(_("依据"), max_length=200, help_text=_("文件名和条款；没有文件的写明是本县规定"))

    objects = SampleOrOwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办步骤")
        verbose_name_plural = _("督办步骤")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "rung"], name="escalation_step_once_in_county"),
            models.UniqueConstraint(fields=["rung"], name="escalation_step_once_as_sample", condition=Q(county=None)),
            models.CheckConstraint(name="escalation_step_after_deadline", condition=Q(days__gte=1)),
        ]

    def __str__(self):
        return str(self.get_rung_display())

    def due_on(self, deadline, workdays):
        """The day on which a hazard with this deadline reaches the rung."""
        return self.after(deadline, self.days, workdays)

    def after(self, day, days, workdays):
        """So many days later, as this step counts them."""
        return workdays.add(day, days) if self.in_workdays else day + timedelta(days=days)

    def is_for(self, hazard):
        if self.enterprises_only and hazard.place.level != Level.ENTERPRISE:
            return False
        return hazard.state in STANDS_AT.get(self.rung, State)

    @property
    def condition(self):
        """In words, of which hazards beyond what the county says of the step itself."""
        return CONDITIONS.get(self.rung, "")


class QuietHours(models.Model):
    """免打扰时段: when nobody is urged, except about what may cause an accident at once."""

    county_path, township_path = "county", None

    county = models.OneToOneField(County, models.PROTECT, null=True, blank=True, related_name="quiet_hours", verbose_name=_("县（市、区）"))
    starts_at = models.TimeField(_("从"), default=time(20))
    ends_at = models.TimeField(_("到"), default=time(7, 30))
    rest_days = models.BooleanField(_("休息日和节假日全天免打扰"), default=True)

    objects = SampleOrOwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("免打扰时段")
        verbose_name_plural = _("免打扰时段")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["county"], name="quiet_hours_one_sample", condition=Q(county=None))]

    def __str__(self):
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    def cover(self, moment, workdays):
        """Whether nobody is to be urged at this moment; a window that ends before it starts runs over midnight."""
        local = timezone.localtime(moment)
        if self.rest_days and local.date() not in workdays:
            return True
        now, start, end = local.time(), self.starts_at, self.ends_at
        return start <= now < end if start <= end else now >= start or now < end

    def over_at(self, moment, workdays):
        """The first moment from this one on at which somebody may be urged."""
        days = (timezone.localdate(moment) + timedelta(days=n) for n in range(60))
        ends = (timezone.make_aware(datetime.combine(day, end)) for day in days for end in sorted({time(0), self.ends_at}))
        return next((end for end in chain([moment], ends) if end >= moment and not self.cover(end, workdays)), moment)


class EscalationQuerySet(ScopedQuerySet):
    def standing(self):
        """Of hazards that are still unclosed and still have this deadline: an extension begins anew."""
        return self.filter(hazard__deadline=F("deadline")).exclude(hazard__state__in=[State.CLOSED, State.VOID])

    def with_deeds(self):
        """Each with `is_done`: somebody said so, or did what it asks for."""
        deeds = Q(pk__in=[])
        for rung, actions in DEEDS.items():
            later = HazardEvent.objects.filter(hazard=OuterRef("hazard"), action__in=actions, at__gte=OuterRef("raised_at"))
            deeds |= Q(rung=rung) & Q(Exists(later))
        said = Exists(EscalationAnswer.objects.filter(escalation=OuterRef("pk")))
        return self.annotate(
            is_done=models.Case(models.When(Q(said) | deeds, then=True), default=False, output_field=models.BooleanField())
        )

    def to_do(self):
        return self.standing().with_deeds().filter(is_done=False)

    def done(self):
        return self.with_deeds().filter(is_done=True)

    def over(self):
        """Closed or extended since."""
        return self.exclude(pk__in=self.model.objects.standing().values("pk"))

    def highest(self):
        """Of each hazard the rung that it stands on now."""
        higher = self.model.objects.filter(hazard=OuterRef("hazard"), deadline=OuterRef("deadline"), position__gt=OuterRef("position"))
        return self.filter(~Exists(higher))

    def of_office(self, user):
        """What this user has to see to: the own steps by name, those of the township's or of the bureau's office."""
        office = Q(pk__in=[])
        if user.is_bureau:
            office = ~Q(rung__in=OF_TOWNSHIP)
        elif user.is_inspector:
            office = Q(rung__in=OF_TOWNSHIP)
        return self.filter(office | Q(answers__isnull=False, answers=user.person_id))

    def search(self, words):
        return self.filter(hazard__in=Hazard.objects.search(words))

    def for_list(self):
        """With all that a row of the list shows."""
        around = ["hazard__township", "hazard__place", "hazard__sector", "answers", "answer__event__by__person"]
        return self.with_deeds().select_related(*around)


class Escalation(models.Model):
    """逾期督办: an overdue hazard reached a rung. Append-only; never twice for one deadline."""

    county_path, township_path = "hazard__township__county", "hazard__township"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="escalations", verbose_name=_("隐患"))
    deadline = models.DateField(_("逾期的期限"))
    rung = models.CharField(_("督办步骤"), max_length=16, choices=Rung)
    position = models.PositiveSmallIntegerField(editable=False)
    due_on = models.DateField(_("应督办日期"))
    raised_at = models.DateTimeField(_("督办时间"))
    # As the step said on that day; later edits don't change what happened.
    grace = models.CharField(_("宽限"), max_length=40)
    source = models.CharField(_("依据"), max_length=200)
    answers = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="escalations", verbose_name=_("督办责任人"))
    office = models.CharField(_("承办单位"), max_length=80)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("逾期督办")
        verbose_name_plural = _("逾期督办")
        ordering = ["-raised_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["hazard", "deadline", "rung"], name="escalation_once")]
        indexes = [models.Index(fields=["raised_at"])]

    def __str__(self):
        return f"{self.hazard} {self.get_rung_display()}"

    def get_absolute_url(self):
        return self.hazard.get_absolute_url()

    @property
    def raised_on(self):
        return timezone.localdate(self.raised_at)

    @property
    def is_standing(self):
        return self.hazard.is_unclosed and self.hazard.deadline == self.deadline


class EscalationAnswer(models.Model):
    """已督办: the step that a hazard's event answered. Append-only; once for each step."""

    escalation = models.OneToOneField(Escalation, models.PROTECT, related_name="answer")
    event = models.ForeignKey(HazardEvent, models.PROTECT, related_name="answered")

    class Meta:
        ordering = ["pk"]
