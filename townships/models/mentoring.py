from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.validators import MOST_YUAN

from .campaign import Campaign
from .means import Investment
from .places import Enterprise, Township
from .round_ledger import LedgerEntry
from .voidable import Voidable, VoidableQuerySet


class SeenByBothQuerySet(VoidableQuerySet):
    """A township that helps sees it as well as the one that is helped, where figures count it."""

    def seen_in_township(self, township):
        return self.filter(Q(**{self.model.township_path: township}) | Q(**{self.model.mentor_path: township}))


class MentorshipQuerySet(SeenByBothQuerySet):
    def with_counts(self):
        """Each with its `visit_count` and the `aid_worth` in yuan."""
        visits = MentorVisit.objects.counted().filter(mentorship=OuterRef("pk")).order_by().values("mentorship")
        aids = MentorAid.objects.counted().filter(mentorship=OuterRef("pk")).order_by().values("mentorship")
        return self.annotate(
            visit_count=Coalesce(Subquery(visits.annotate(n=Count("pk")).values("n")), 0),
            aid_worth=Coalesce(Subquery(aids.annotate(n=Sum("worth")).values("n")), Decimal(0)),
        )


class Mentorship(Voidable):
    """帮扶（对口联系）: a department, a named township or an enterprise that helps a candidate."""

    county_path, township_path, mentor_path = "township__county", "township", "mentor_township"
    named_by = ("township", "campaign")

    class MentorKind(models.TextChoices):
        DEPARTMENT = "department", _("县直（上级）部门")
        TOWNSHIP = "township", _("已命名示范乡镇")
        ENTERPRISE = "enterprise", _("企业")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="mentorships", verbose_name=_("创建活动"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="mentorships", verbose_name=_("受帮扶乡镇"))
    mentor_kind = models.CharField(_("帮扶方类别"), max_length=10, choices=MentorKind)
    mentor = models.CharField(_("帮扶单位"), max_length=60)
    mentor_township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, editable=False, related_name="mentees")
    mentor_enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, editable=False, related_name="mentees")
    contact = models.CharField(_("联系人"), max_length=30, blank=True)
    content = models.CharField(_("帮扶内容"), max_length=200, blank=True)
    outcome = models.TextField(_("帮扶成效"), blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("帮扶")
        verbose_name_plural = _("帮扶")
        ordering = ["campaign", "pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["campaign", "township", "mentor"], name="mentorship_once", condition=Q(voided_at=None)),
            models.CheckConstraint(name="nobody_mentors_himself", condition=Q(mentor_township=None) | ~Q(mentor_township=F("township"))),
            models.CheckConstraint(
                name="mentor_is_of_its_kind",
                condition=Q(mentor_township=None, mentor_enterprise=None)
                | Q(mentor_kind="township", mentor_enterprise=None)
                | Q(mentor_kind="enterprise", mentor_township=None),
            ),
        ]

    def __str__(self):
        return f"{self.mentor} → {self.township}"

    def get_absolute_url(self):
        return reverse("townships:mentorship", args=[self.pk])

    @property
    def mentor_place(self):
        """The township or enterprise of the county that helps; None for a department or one from elsewhere."""
        return self.mentor_township or self.mentor_enterprise


class MentoringEntryQuerySet(SeenByBothQuerySet):
    def counted(self):
        """What a voided pair did counts no more than the pair itself."""
        return super().counted().filter(mentorship__voided_at=None)


class MentoringEntry(LedgerEntry):
    """What a mentorship did; stands where the township that is helped stands."""

    county_path, township_path = "mentorship__township__county", "mentorship__township"
    mentor_path = "mentorship__mentor_township"

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="%(class)ss", editable=False, verbose_name=_("帮扶"))

    objects = MentoringEntryQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        abstract = True

    @property
    def owner(self):
        return self.mentorship


class MentorVisit(MentoringEntry):
    """帮扶走访: who came on which day, and what was done."""

    visited_on = models.DateField(_("日期"))
    people = models.CharField(_("帮扶人员"), max_length=60)
    content = models.CharField(_("帮扶事项"), max_length=200)

    class Meta(MentoringEntry.Meta):
        verbose_name = _("帮扶走访")
        verbose_name_plural = _("帮扶走访")
        ordering = ["-visited_on", "-pk"]

    def __str__(self):
        return f"{self.visited_on} {self.mentorship.mentor}"

    def get_absolute_url(self):
        return reverse("townships:mentor_visit", args=[self.pk])


class MentorAid(MentoringEntry):
    """帮扶资金、物资: money given, or things with what they are worth."""

    class Kind(models.TextChoices):
        MONEY = "money", _("资金")
        THINGS = "things", _("物资")

    given_on = models.DateField(_("日期"))
    kind = models.CharField(_("类别"), max_length=6, choices=Kind, default=Kind.MONEY)
    worth = models.DecimalField(
        _("金额或折价（元）"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01")), MOST_YUAN]
    )
    what = models.CharField(_("用途或物资名称、数量"), max_length=120)
    # The same money in the ledger of money, where it counts; here it only says who gave it.
    investment = models.ForeignKey(
        Investment, models.PROTECT, null=True, blank=True, related_name="mentor_aids", verbose_name=_("对应的投入")
    )

    class Meta(MentoringEntry.Meta):
        verbose_name = _("帮扶资金物资")
        verbose_name_plural = _("帮扶资金物资")
        ordering = ["-given_on", "-pk"]
        constraints = [
            *MentoringEntry.Meta.constraints,
            models.CheckConstraint(name="aid_is_worth_something", condition=Q(worth__gt=0)),
            models.CheckConstraint(name="aid_in_things_is_no_investment", condition=Q(investment=None) | Q(kind="money")),
        ]

    def __str__(self):
        return f"{self.given_on} {self.what}"

    def get_absolute_url(self):
        return reverse("townships:mentor_aid", args=[self.pk])
