from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet

from .people import User
from .places import Place


class PrintoutQuerySet(ScopedQuerySet):
    def in_county(self, county):
        return self.filter(Q(place=county) | Q(place__county=county))

    def in_township(self, township):
        return self.filter(Q(place=township) | Q(place__township=township))

    def readable_by(self, user):
        """Of the user's places; a chart with whole telephone numbers only for those who keep the ledgers."""
        rows = self.visible_to(user)
        return rows if user.keeps_ledgers else rows.exclude(kind__in=Printout.CHARTS, shows_phones=True)


class Printout(models.Model):
    """图表印制: a chart or a duty board of a place as of a day, which the worker makes as PDF. Asked for again it is made afresh."""

    class Kind(models.TextChoices):
        CHAIN = "chain", _("安全管理网络体系图")
        SITES = "sites", _("安全管理重点部位标示图")
        BOARD = "board", _("安全责任牌")
        BOARDS = "boards", _("全部安全责任牌")

    CHARTS = [Kind.CHAIN, Kind.SITES]

    kind = models.CharField(_("图表"), max_length=6, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="printouts", verbose_name=_("单位或部位"))
    as_of = models.DateField(_("截至日期"))
    # On a chart the numbers are whole or masked, on a board whole or left out: a board hangs in public.
    shows_phones = models.BooleanField(_("印联系电话"), default=False)
    # Under which the server was reached by whoever asked: the worker knows no address of its own.
    site_address = models.URLField(_("系统网址"), max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("印制人"))
    asked_at = models.DateTimeField(_("印制时间"))

    objects = PrintoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("图表印制")
        verbose_name_plural = _("图表印制")
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["kind", "place", "as_of", "shows_phones"], name="printout_once")]

    def __str__(self):
        return f"{self.place.local_name}{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("townships:printout", args=[self.pk])
