from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import Place, Township, User
from townships.scope import ScopedQuerySet

from .hazard import Hazard


class NumberSeries(models.Model):
    """The last number given in one series and year. Locked while a number is taken, so numbers have no gap and no twin."""

    key = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "year"], name="number_series_once")]


class OrderQuerySet(ScopedQuerySet):
    def search(self, words):
        return self.filter(Q(content__number__icontains=words) | Q(served_on__icontains=words))

    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("township", "issued_by__person").annotate(item_count=Count("items"))


class Order(models.Model):
    """整改指令: a numbered paper served on a responsible unit. An issued paper never changes."""

    county_path, township_path = "township__county", "township"

    class Kind(models.TextChoices):
        NOTICE = "notice", _("整改通知单")
        DIRECTIVE = "directive", _("责令限期整改指令书")
        OPINION = "opinion", _("整改复查意见书")

    kind = models.CharField(_("文书"), max_length=20, choices=Kind)
    # The organ whose number the paper carries: a township for a notice, the county for a directive.
    issuer = models.ForeignKey(Place, models.PROTECT, related_name="issued_orders", verbose_name=_("发文机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("序号"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="orders", verbose_name=_("乡镇（街道）"))
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("所依据的文书"))
    hazards = models.ManyToManyField(Hazard, through="OrderItem", related_name="orders")
    served_on = models.CharField(_("受文单位"), max_length=80)
    issued_on = models.DateField(_("签发日期"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("签发人"))
    # Everything that the paper prints, frozen when it was issued.
    content = models.JSONField(_("文书内容"), default=dict, encoder=DjangoJSONEncoder)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改文书")
        verbose_name_plural = _("整改文书")
        ordering = ["-issued_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["issuer", "kind", "year", "sequence"], name="order_number_once")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("hazards:order", args=[self.pk])

    @property
    def number(self):
        """官亭〔2026〕17号, as it was frozen with the paper."""
        return self.content["number"]


class OrderItem(models.Model):
    """One hazard of a paper: what is required, until when; for an opinion, what the re-inspection found."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="items")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="order_items")
    position = models.PositiveSmallIntegerField(_("序号"))
    requirement = models.TextField(_("整改要求（复查意见）"))
    deadline = models.DateField(_("期限"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["order", "hazard"], name="order_item_hazard_once")]
