from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import County, Township, User
from townships.scope import ScopedQuerySet

from .hazard import Hazard, HazardPicture


class SignalQuerySet(ScopedQuerySet):
    def waiting(self):
        """Nobody has looked since rows were last added."""
        return self.filter(~Exists(_seen()))

    def looked_at(self):
        return self.filter(Exists(_seen()))

    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("township").prefetch_related("reviews__by__person").annotate(row_count=models.Count("hazards"))


def _seen():
    return SignalReview.objects.filter(signal=OuterRef("pk"), at__gte=OuterRef("changed_at"))


class Signal(models.Model):
    """疑点: what in the ledger a human should look at (RULES 11.11). It accuses nobody, and nothing follows from it by itself."""

    county_path, township_path = "county", "township"

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片相同")
        VIEW = "view", _("同机位照片")
        MINUTES = "minutes", _("很快销号")
        TEXT = "text", _("回复雷同")
        PERSON = "person", _("同一人整改和复查")
        PAIR = "pair", _("总是同两个人")
        BURST = "burst", _("月末集中销号")

    SENTENCES = {
        Kind.PHOTO: _("%(pictures)s 张照片相同或几乎相同，出现在 %(hazards)s 条隐患里。请复核是不是同一现场。"),
        Kind.VIEW: _(
            "%(pictures)s 张照片像是同一机位拍的，有一处明显不同，出现在 %(hazards)s 条隐患里。多半是如实的整改前后对比，请细看。"
        ),
        Kind.MINUTES: _("下达文书后 %(minutes)s 分钟就复查销号。请复核有没有到现场。"),
        Kind.TEXT: _("%(quarter)s有 %(hazards)s 条隐患的整改回复写的是同一句话。请复核是不是逐条整改。"),
        Kind.PERSON: _("复查销号的 %(name)s 与整改责任人同名。请复核是不是换人复查。"),
        Kind.PAIR: _("%(quarter)s复查的 %(total)s 条里，%(hazards)s 条都由 %(first)s 回复、%(second)s 复查。人手少时难免，请复核。"),
        Kind.BURST: _("%(month)s销号 %(total)s 条，其中 %(hazards)s 条在最后 %(days)s 天。请复核是不是赶在月末。"),
    }

    county = models.ForeignKey(County, models.PROTECT, related_name="signals", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, related_name="signals", verbose_name=_("乡镇（街道）"))
    kind = models.CharField(_("疑点"), max_length=8, choices=Kind)
    # What makes it the same signal when it is looked for again.
    key = models.CharField(max_length=80)
    told = models.JSONField(default=dict)
    hazards = models.ManyToManyField(Hazard, related_name="signals", verbose_name=_("隐患"))
    pictures = models.ManyToManyField(HazardPicture, related_name="signals", verbose_name=_("照片"))
    found_at = models.DateTimeField(_("发现时间"), default=timezone.now)
    changed_at = models.DateTimeField(_("最近变化"), default=timezone.now)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("疑点")
        verbose_name_plural = _("疑点")
        ordering = ["-changed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["county", "kind", "key"], name="signal_once")]
        indexes = [models.Index(fields=["county", "changed_at"])]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("hazards:signal", args=[self.pk])

    @property
    def sentence(self):
        return self.SENTENCES[self.Kind(self.kind)] % self.told

    @property
    def last_review(self):
        """The review that still stands, None when rows came since; queries unless the reviews were fetched along."""
        reviews = list(self.reviews.all())
        return reviews[-1] if reviews and reviews[-1].at >= self.changed_at else None


class SignalReview(models.Model):
    """What somebody of the bureau found when looking at a signal. Append-only."""

    county_path, township_path = "signal__county", "signal__township"

    class Verdict(models.TextChoices):
        IN_ORDER = "in_order", _("已看，正常")
        RE_INSPECT = "re_inspect", _("已看，安排复查")

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="reviews", verbose_name=_("疑点"))
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict)
    note = models.CharField(_("说明"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("复核人"))
    at = models.DateTimeField(_("复核时间"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("疑点复核")
        verbose_name_plural = _("疑点复核")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.signal} {self.get_verdict_display()}"
