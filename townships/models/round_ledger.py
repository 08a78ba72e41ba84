"""What a round writes down of itself: sessions, inspection visits, tasks, documents, exchange meetings, examples."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.validators import MOST_COUNTED

from .campaign import Campaign
from .documents import KeptDocument
from .people import Person, User
from .places import Township
from .voidable import Voidable, VoidableQuerySet


class LedgerEntry(Voidable):
    """A row that somebody entered once, can put right, and may void with a reason."""

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    # One more with every correction: a form knows what it was opened on.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Voidable.Meta):
        abstract = True
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["created_by", "submission"], name="%(class)s_submission_once"),
        ]

    @property
    def owner(self):
        """What the entry is written under: a round, or a mentorship or a township's plan in it."""
        return self.campaign


class RoundQuerySet(VoidableQuerySet):
    def in_township(self, township):
        """A round is the whole county's: its townships read what it wrote down."""
        return self.filter(campaign__county__places=township)


class RoundEntry(LedgerEntry):
    county_path, township_path = "campaign__county", None

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="%(class)ss", editable=False, verbose_name=_("创建活动"))

    objects = RoundQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        abstract = True


class SessionQuerySet(RoundQuerySet):
    def with_people_present(self):
        """`people_present`: those of the roster, the chair among them, and everybody else."""
        others_of_roster = Count("attendees", filter=~Q(attendees=F("chair")), distinct=True)
        return self.annotate(people_present=others_of_roster + F("others_present") + 1)


class Session(RoundEntry):
    """会议: the leading group sits; who chaired, who came, what was decided (first document: 多次召开专题会议)."""

    held_on = models.DateField(_("日期"))
    topic = models.CharField(_("议题"), max_length=100)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("主持人"))
    attendees = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name=_("参加的小组成员"))
    others_present = models.PositiveIntegerField(_("其他参加人数"), default=0, validators=[MOST_COUNTED])
    venue = models.CharField(_("地点"), max_length=60, blank=True)
    decisions = models.TextField(_("议定事项"), blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta(RoundEntry.Meta):
        verbose_name = _("专题会议")
        verbose_name_plural = _("专题会议")
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.held_on} {self.topic}"

    def get_absolute_url(self):
        return reverse("townships:session", args=[self.pk])


class LeaderVisitQuerySet(VoidableQuerySet):
    def in_township(self, township):
        return self.filter(townships=township)


class LeaderVisit(RoundEntry):
    """领导督查: a leader looks into the campaign in one township or several."""

    visited_on = models.DateField(_("日期"))
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("带队领导"))
    companions = models.CharField(_("随同人员、部门"), max_length=120, blank=True)
    townships = models.ManyToManyField(Township, related_name="leader_visits", verbose_name=_("督查乡镇"))
    findings = models.TextField(_("督查情况"))

    objects = LeaderVisitQuerySet.as_manager()

    class Meta(RoundEntry.Meta):
        verbose_name = _("领导督查")
        verbose_name_plural = _("领导督查")
        ordering = ["-visited_on", "-pk"]

    def __str__(self):
        return f"{self.visited_on} {self.leader}"

    def get_absolute_url(self):
        return reverse("townships:leader_visit", args=[self.pk])


class IssuedDocument(KeptDocument, RoundEntry):
    """发文: what the round stands on and what it sent out, each with its file."""

    class Kind(models.TextChoices):
        BASIS = "basis", _("上级依据文件")
        PLAN = "plan", _("工作方案")
        NOTICE = "notice", _("通知、通报")
        MINUTES = "minutes", _("会议纪要")
        OTHER = "other", _("其他")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.NOTICE)
    organ = models.CharField(_("发文机关"), max_length=60)
    number = models.CharField(_("文号"), max_length=40, blank=True)
    issued_on = models.DateField(_("成文日期"))
    title = models.CharField(_("标题"), max_length=120)

    class Meta(RoundEntry.Meta):
        verbose_name = _("发文")
        verbose_name_plural = _("发文")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            *RoundEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["campaign", "organ", "number"], name="issued_document_once", condition=Q(voided_at=None) & ~Q(number="")
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("townships:document", args=[self.pk])

    def twins(self):
        """Other counted rows of the same organ and number in the round."""
        same = type(self).objects.counted().filter(campaign=self.campaign_id, organ=self.organ, number=self.number)
        return same.exclude(pk=self.pk)


class ExchangeMeeting(RoundEntry):
    """经验交流会: where townships that did well speak to the others (first document, section four)."""

    held_on = models.DateField(_("日期"))
    title = models.CharField(_("名称"), max_length=80)
    venue = models.CharField(_("地点"), max_length=60, blank=True)
    people_present = models.PositiveIntegerField(_("参加人数"), validators=[MinValueValidator(1), MOST_COUNTED])
    speakers = models.ManyToManyField(Township, related_name="exchange_meetings", blank=True, verbose_name=_("发言（推广经验）乡镇"))
    summary = models.TextField(_("交流情况"), blank=True)

    class Meta(RoundEntry.Meta):
        verbose_name = _("经验交流会")
        verbose_name_plural = _("经验交流会")
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.held_on} {self.title}"

    def get_absolute_url(self):
        return reverse("townships:exchange", args=[self.pk])


class ExampleTownship(RoundEntry):
    """典型引路: a township whose experience was made known to the others."""

    publicised_on = models.DateField(_("日期"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="publicised", verbose_name=_("典型乡镇"))
    medium = models.CharField(_("推广方式"), max_length=60, help_text=_("如：现场会、简报、县电视台"))
    experience = models.TextField(_("经验做法"))

    class Meta(RoundEntry.Meta):
        verbose_name = _("典型乡镇")
        verbose_name_plural = _("典型乡镇")
        ordering = ["-publicised_on", "-pk"]

    def __str__(self):
        return f"{self.publicised_on} {self.township}"

    def get_absolute_url(self):
        return reverse("townships:example", args=[self.pk])
