"""Names in the order of the numbers in them: 第二片区 before 第三片区, 2组 before 10组."""

from django.db.models import CharField, F, Func, Value


def by_numbers(name):
    """An expression to order rows by the field of this name; Chinese numbers below a hundred count as their digits."""
    digits = Func(F(name), Value("一二三四五六七八九"), Value("123456789"), function="translate", output_field=CharField())
    # 十二 and 二十 are 12 and 20: a ten that no digit stands before is one ten, and one that no digit follows has none after it.
    for pattern, digit in [("(^|[^0-9])十", r"\11十"), ("十([0-9])", r"\1"), ("十", "0")]:
        digits = _replace(digits, pattern, digit)
    return _replace(_replace(digits, "([0-9]+)", r"0000\1"), "[0-9]*([0-9]{5})(?![0-9])", r"\1")


def _replace(words, pattern, other):
    return Func(words, Value(pattern), Value(other), Value("g"), function="regexp_replace", output_field=CharField())
