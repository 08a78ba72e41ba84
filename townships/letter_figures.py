"""责任状 as figures: what was issued for the period, and what of it both sides had signed by its end (or by today)."""

from django.utils.translation import gettext_lazy as _

from townships.figure import figure
from townships.models import Letter
from townships.period import last_day


@figure("letters.issued", _("安全生产责任状"), _("份"))
def letters_issued(period):
    return Letter.objects.counted().of_period(period)


@figure("letters.signed", _("双方已签的责任状"), _("份"))
def letters_signed(period):
    return letters_issued(period).signed_by(last_day(period))
