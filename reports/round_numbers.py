"""Official round numbers (公文约数): 83 is 80多, 52,300 is 5万余, 297 is 近300.

An approximation never claims more than the truth, except 近, which says that it does, and only in the last tenth of a step.
"""

from decimal import Decimal

TEN_THOUSAND, HUNDRED_MILLION = 10**4, 10**8
# Of 470 nobody says 400多: the finest step whose loss is at most a tenth is taken.
LARGEST_LOSS = Decimal("0.1")


def roughly(number):
    """83 → 80多, 400 → 400, 297 → 近300, 52300 → 5万余, 7 → 7."""
    whole = int(number)
    if whole < 10:
        return exactly(number)
    for step in _steps(whole):
        below = whole // step * step
        if below == number:
            return exactly(number)
        if (below + step - number) * 10 <= step:
            return "近" + exactly(below + step)
        if step == 10 or (number - below) <= LARGEST_LOSS * whole:
            return _and_more(below)
    raise AssertionError("the last step is ten")


def exactly(number):
    """52300 → 52300, 50000 → 5万, 123000000 → 1.23亿: a shorter word only where it says the very same."""
    for size, word in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        shorter = Decimal(number) / size
        if number >= size and shorter == round(shorter, 2):
            return plain(shorter) + word
    return plain(number)


def plain(number):
    """Digits without an exponent or idle zeros: Decimal('52300.00') → 52300, Decimal('12.50') → 12.5."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_ten_thousands(number):
    """Yuan in 万元, to the yuan: 52300 → 5.23."""
    return plain(round(Decimal(number) / TEN_THOUSAND, 4))


def _steps(whole):
    """From the number's first digit down to tens: 52300 → 10000, 1000, 100, 10."""
    return (10**power for power in range(len(str(whole)) - 1, 0, -1))


def _and_more(below):
    """400多, 5万余, 15万余; of round ten-thousands 50多万, 1200多万."""
    if below < TEN_THOUSAND:
        return exactly(below) + "多"
    if below < HUNDRED_MILLION and not below % (10 * TEN_THOUSAND):
        return f"{below // TEN_THOUSAND}多万"
    return exactly(below) + "余"
