import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import County, Person, Township, User
from townships.scope import ScopedQuerySet


class AccountDeed(models.TextChoices):
    """What happens to the log-in of who hands over."""

    MOVE = "move", _("管辖范围移交给接收人，原账号停用")
    DISABLE = "disable", _("只停用原账号")
    KEEP = "keep", _("原账号不变")


class HandoverQuerySet(ScopedQuerySet):
    def search(self, words):
        names = [f"{who}__{field}" for who in ("giver", "receiver") for field in ("name__icontains", "initials__startswith")]
        found = Q(content__number__icontains=words)
        for name in names:
            found |= Q(**{name: words.lower() if name.endswith("startswith") else words})
        return self.filter(found)

    def for_list(self):
        return self.select_related("giver", "receiver", "township", "recall")

    def standing(self):
        """What was not taken back."""
        return self.filter(recall=None)

    def between(self, giver, receiver):
        """The last that one of them received from the other, or None."""
        return self.standing().filter(giver=giver, receiver=receiver).order_by("pk").last()


class Handover(models.Model):
    """工作交接: what one person handed over to another on a day. Append-only (a database trigger refuses changes)."""

    county_path, township_path = "county", "township"

    class Reason(models.TextChoices):
        TRANSFER = "transfer", _("工作调动")
        LEAVE = "leave", _("离任")
        RESHUFFLE = "reshuffle", _("分工调整")

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("乡镇（街道）"))
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("序号"))
    giver = models.ForeignKey(Person, models.PROTECT, related_name="handovers_given", verbose_name=_("交接人"))
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="handovers_received", verbose_name=_("接收人"))
    witness = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("监交人"))
    happens_on = models.DateField(_("交接日期"))
    reason = models.CharField(_("交接原因"), max_length=10, choices=Reason)
    giver_leaves = models.BooleanField(_("交接后离任"), default=False)
    account = models.CharField(_("账号"), max_length=8, choices=AccountDeed)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("办理时间"))
    # Everything that the sheet prints, frozen when it was done.
    content = models.JSONField(_("交接内容"), default=dict, encoder=DjangoJSONEncoder)
    # What it changed, row by row (hazards/trail.py): nothing of the days before this was kept.
    trail = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作交接")
        verbose_name_plural = _("工作交接")
        ordering = ["-happens_on", "-pk"]
        constraints = [
            # Each organ has a series of its own (docs/decisions/0121).
            models.UniqueConstraint(fields=["county", "year", "sequence"], name="handover_number_once", condition=Q(township=None)),
            models.UniqueConstraint(fields=["township", "year", "sequence"], name="handover_township_number_once"),
            models.UniqueConstraint(fields=["created_by", "submission"], name="handover_submission_once"),
            models.CheckConstraint(name="handover_between_two", condition=~Q(giver=F("receiver"))),
        ]

    def __str__(self):
        return f"{self.number} {self.giver} → {self.receiver}"

    def get_absolute_url(self):
        return reverse("hazards:handover", args=[self.pk])

    @property
    def number(self):
        """官亭交接〔2026〕3号, of the organ that hands over, as it was frozen."""
        return self.content["number"]

    @property
    def is_recalled(self):
        return hasattr(self, "recall")

    @property
    def renamed_besides(self):
        """How many hazards name the receiver from now on and stay with who answers for them."""
        moved = {hazard["pk"] for hazard in self.content["hazards"]}
        return sum(hazard["pk"] not in moved for hazard in self.content.get("renamed", []))

    def touched(self, name):
        """The keys of the rows of a model that this handover changed or made."""
        return {step["pk"] for step in self.trail if step["model"] == name}


class HandoverRecall(models.Model):
    """撤回: a handover that was taken back, with the reason. Append-only like the handover itself."""

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="recall", verbose_name=_("工作交接"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("撤回人"))
    at = models.DateTimeField(_("撤回时间"))
    reason = models.CharField(_("撤回原因"), max_length=200)

    class Meta:
        verbose_name = _("撤回的交接")
        verbose_name_plural = _("撤回的交接")

    def __str__(self):
        return f"{self.handover.number} {self._meta.verbose_name}"
