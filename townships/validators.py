from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EARLIEST = date(2000, 1, 1)
FURTHEST_YEARS = 10

# What one row can count or cost; a million such rows still sum within what a database holds.
MOST_COUNTED = MaxValueValidator(9_999_999, _("不能大于 %(limit_value)s，请核对是否多打了数字。"))
MOST_YUAN = MaxValueValidator(Decimal("99999999999.99"), _("不能大于 %(limit_value)s 元，请核对是否多打了数字。"))
MOST_SMALL = MaxValueValidator(9_999, _("不能大于 %(limit_value)s。"))


def not_in_future(day):
    """For what has happened: a visit, a training, a payment."""
    if day > timezone.localdate():
        raise ValidationError(_("日期不能晚于今天。"), code="future")
    sensible_date(day)


def opened_by_now(day):
    """For the beginning of a place, which may be old: what is older than any register, or 0202, is left out instead."""
    if day > timezone.localdate():
        raise ValidationError(_("日期不能晚于今天。"), code="future")
    if day.year < 1900:
        raise ValidationError(_("请核对年份：%(year)s 年。一直就有的地方请不填日期。"), code="unlikely", params={"year": day.year})


def sensible_date(day):
    """For plans, terms and deadlines: a slip of the finger such as 2099 or 0202 is caught, a plan is not."""
    if day < EARLIEST or day.year > timezone.localdate().year + FURTHEST_YEARS:
        raise ValidationError(_("请核对年份：%(year)s 年不在合理范围内。"), code="unlikely", params={"year": day.year})


PHONE = RegexValidator(r"^[0-9-]{7,20}$", _("请填写 7 至 20 位的电话号码，只用数字和短横线。"))
# GB 11643: what the first seventeen digits weigh, and which check digit their sum gives.
ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
ID_CHECKS = "10X98765432"


def real_id_number(number):
    """Of 18 digits, the last of which may be X: the day of birth is one, and the check digit fits."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValidationError(_("请核对身份证号：其中的出生日期 %(day)s 不存在。"), code="birth", params={"day": number[6:14]}) from None
    if born.year < 1900 or born > timezone.localdate():
        raise ValidationError(_("请核对身份证号：其中的出生日期 %(day)s 不合理。"), code="birth", params={"day": number[6:14]})
    weighed = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    if ID_CHECKS[weighed % 11] != number[-1]:
        raise ValidationError(_("请核对身份证号：最后一位校验码不符。"), code="check_digit")


def moment_not_in_future(moment):
    """For a moment by a phone's clock, which may run a few minutes fast."""
    if moment > timezone.now() + timedelta(minutes=10):
        raise ValidationError(_("时间不能晚于现在。"), code="future")
    sensible_date(timezone.localdate(moment))
