import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import Person, User
from .voidable import Voidable, VoidableQuerySet

# So long before it expires a certificate is listed for renewal.
EXPIRES_SOON = timedelta(days=90)


class CertificateKind(models.Model):
    """证件种类: data, so that a county can ask for what its own province issues."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_inspector_card = models.BooleanField(_("证号印在执法文书上"), default=False)
    source = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("证件种类")
        verbose_name_plural = _("证件种类")
        ordering = ["position"]

    def __str__(self):
        return self.name


class CertificateQuerySet(VoidableQuerySet):
    def valid_on(self, day):
        return self.counted().filter(Q(valid_until=None) | Q(valid_until__gte=day), issued_on__lte=day)

    def current(self):
        """The latest of each number: neither voided nor renewed."""
        return self.counted().filter(is_renewed=False)

    def expired(self, day):
        return self.current().filter(valid_until__lt=day)

    def expiring(self, day):
        return self.current().filter(valid_until__range=(day, day + EXPIRES_SOON))

    def search(self, words):
        return self.filter(Q(number__icontains=words) | Q(person__name__icontains=words) | Q(person__initials__startswith=words.lower()))


class Certificate(Voidable):
    """持证: one person's certificate, valid from a day to a day (the last day included; none means that it doesn't expire).

    A renewal is a row of its own, so that it can be asked who was certified on any day; the earlier row is marked as renewed.
    """

    county_path, township_path = "person__county", "person__township"

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates", verbose_name=_("持证人"))
    kind = models.ForeignKey(CertificateKind, models.PROTECT, related_name="certificates", verbose_name=_("证件种类"))
    number = models.CharField(_("证号"), max_length=40)
    issued_on = models.DateField(_("发证日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    issuer = models.CharField(_("发证机关"), max_length=60, blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="renewals", verbose_name=_("所换证件")
    )
    is_renewed = models.BooleanField(_("已换证"), default=False, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("证件")
        verbose_name_plural = _("证件")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "number"], name="certificate_number_once", condition=Q(voided_at=None, is_renewed=False)
            ),
            models.CheckConstraint(name="certificate_ends_after_issue", condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on"))),
            models.UniqueConstraint(fields=["created_by", "submission"], name="certificate_submission_once"),
        ]
        indexes = [models.Index(fields=["person", "kind"]), models.Index(fields=["valid_until"])]

    def __str__(self):
        return f"{self.kind} {self.number}"

    def get_absolute_url(self):
        return reverse("townships:certificate", args=[self.pk])

    def state_on(self, day):
        """Key and word of how it stands: void, renewed, expired, about to expire, valid."""
        if self.voided_at:
            return "void", _("已作废")
        if self.is_renewed:
            return "closed", _("已换证")
        if self.valid_until is None or self.valid_until > day + EXPIRES_SOON:
            return "done", _("有效")
        return ("overdue", _("已过期")) if self.valid_until < day else ("ordered", _("即将到期"))
