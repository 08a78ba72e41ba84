from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import County, User
from townships.scope import ScopedQuerySet

from .hazard import Hazard, State
from .signal import SignalReview


class LookBackDrawQuerySet(ScopedQuerySet):
    def in_township(self, township):
        """A draw is made for the whole county: its townships see it, as they see a drive."""
        return self.filter(county__places=township)


class LookBackDraw(models.Model):
    """回头看抽样: what a county closed in one month, and which of it is looked at again so many days after closing. Append-only."""

    county_path, township_path = "county", None

    county = models.ForeignKey(County, models.PROTECT, related_name="look_back_draws", verbose_name=_("县（市、区）"))
    month = models.DateField(_("销号月份"))
    days = models.PositiveSmallIntegerField(_("销号后天数"))
    share = models.PositiveSmallIntegerField(_("抽取比例（%）"))
    seed = models.CharField(_("随机种子"), max_length=64)
    # What was drawn from, as it stood at that moment: [[key, number, township, is major], …].
    entries = models.JSONField(_("销号隐患名录"))
    outcome = models.JSONField(_("抽取结果"))
    drawn_at = models.DateTimeField(_("抽取时间"), default=timezone.now)

    objects = LookBackDrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("回头看抽样")
        verbose_name_plural = _("回头看抽样")
        ordering = ["-month", "days"]
        constraints = [models.UniqueConstraint(fields=["county", "month", "days"], name="look_back_draw_once")]

    def __str__(self):
        return _("%(month)s销号隐患，%(days)s 天回头看") % {"month": f"{self.month:%Y-%m}", "days": self.days}

    def get_absolute_url(self):
        return reverse("hazards:look_back_draw", args=[self.pk])


class LookBackQuerySet(ScopedQuerySet):
    def counted(self):
        """Not what became pointless: found again or voided by another way before anybody looked."""
        still_closed = Q(hazard__state=State.CLOSED, hazard__closed_at=F("closed_at"))
        return self.exclude(hazard__state=State.VOID).filter(~Q(result="") | still_closed)

    def open(self):
        return self.filter(result="")

    def done(self):
        return self.exclude(result="")

    def come_due(self, today):
        """应复看: the last day is over, or somebody looked before that."""
        return self.filter(Q(due_on__lt=today) | ~Q(result=""))

    def in_time(self):
        """Looked at on the last day or before; a later look is told, but not counted as kept."""
        return self.done().filter(done_at__date__lte=F("due_on"))

    def found_again(self):
        return self.filter(result=LookBack.Result.FOUND_AGAIN)

    def sound(self):
        return self.filter(result=LookBack.Result.SOUND)

    def due(self, today):
        """To be looked at now: begun and not over."""
        return self.open().filter(starts_on__lte=today, due_on__gte=today)

    def missed(self, today):
        """逾期未看: the last day is over and nobody looked."""
        return self.open().filter(due_on__lt=today)

    def coming(self, today):
        return self.open().filter(starts_on__gt=today)

    def search(self, words):
        """As the hazards are searched, or by who looks."""
        return self.filter(Q(hazard__in=Hazard.objects.search(words)) | Q(assignee__person__name__icontains=words))

    def for_list(self):
        """With all that a row of the list shows."""
        around = ["hazard__township", "hazard__place", "hazard__sector", "draw", "review__signal"]
        return self.select_related(*around, "assignee__person", "done_by__person")


class LookBack(models.Model):
    """回头看: a closed hazard that is to be looked at again, by somebody else than the one who closed it."""

    county_path, township_path = "hazard__township__county", "hazard__township"
    named_by = ("hazard__township",)

    class Result(models.TextChoices):
        OPEN = "", _("未复看")
        SOUND = "sound", _("没有反弹")
        FOUND_AGAIN = "found_again", _("发现反弹")

    draw = models.ForeignKey(LookBackDraw, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("抽样"))
    review = models.ForeignKey(SignalReview, models.PROTECT, null=True, blank=True, related_name="look_backs", verbose_name=_("疑点复核"))
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="look_backs", verbose_name=_("隐患"))
    # The closing that is looked back at: closed again later, it is another.
    closed_at = models.DateTimeField(_("销号时间"))
    starts_on = models.DateField(_("应复看日期"))
    due_on = models.DateField(_("最迟日期"))
    assignee = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="look_backs", verbose_name=_("复看人"))
    result = models.CharField(_("结果"), max_length=11, choices=Result, blank=True, default=Result.OPEN)
    done_at = models.DateTimeField(_("复看时间"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("实际复看人"))
    note = models.TextField(_("复看情况"), blank=True)

    objects = LookBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("回头看")
        verbose_name_plural = _("回头看")
        ordering = ["-due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "hazard"], name="look_back_once_a_draw"),
            models.UniqueConstraint(fields=["review", "hazard"], name="look_back_once_a_review"),
            models.CheckConstraint(
                name="look_back_has_one_reason",
                condition=Q(draw__isnull=False, review=None) | Q(draw=None, review__isnull=False),
            ),
            models.CheckConstraint(name="look_back_due_after_start", condition=Q(due_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="look_back_done_by_somebody",
                condition=Q(result="", done_at=None, done_by=None) | (~Q(result="") & Q(done_at__isnull=False, done_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["hazard", "result"]), models.Index(fields=["result", "due_on"])]

    def __str__(self):
        return f"{self.starts_on} {self.hazard}"

    def get_absolute_url(self):
        return self.hazard.get_absolute_url()

    @property
    def days_late(self):
        """How many days after its last day it was looked at; 0 when in time or not yet."""
        return max(0, (timezone.localdate(self.done_at) - self.due_on).days) if self.done_at else 0

    def days_over(self, today):
        return (today - self.due_on).days

    def state(self, today):
        """sound, found_again, missed, due or coming: words and colours stand in hazards/look_back_states.py."""
        if self.result:
            return self.result
        if self.due_on < today:
            return "missed"
        return "due" if self.starts_on <= today else "coming"
