"""Places in the order of an official list: by their codes as the state's own lists stand, and names by the numbers in them.

第二片区 stands before 第三片区, 2组 before 10组. SQLite has no patterns to replace by.
"""

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Length, NullIf, Replace

from townships.models import Level

DIGITS = "一二三四五六七八九"
NUMBERED = [Level.ZONE, Level.GROUP]


def by_codes(place=""):
    """What to order places by: townships and villages, and what lies in a village, as the codes go (统计用区划代码).

    `place` is the way from the row to it, such as "place_ptr__".
    """
    townships = [f"{place}as_township__code", f"{place}township__code"]
    return [*townships, _by_code(f"{place}as_village__code"), _by_code(f"{place}parent__as_village__code"), f"{place}parent__name"]


def _by_code(code):
    """A village whose code nobody has entered stands last."""
    return NullIf(code, Value("")).asc(nulls_last=True)


def by_numbers():
    """What to order places by; Chinese numbers below a hundred count as their digits. Of names that are numbers a longer one is a
    larger number; other places stand by their names."""
    plain = _in_figures(F("name"))
    return Case(When(level__in=NUMBERED, then=Length(plain)), default=0, output_field=IntegerField()), plain


def _in_figures(words):
    """第二十一片区 as 第21片区: 十 is 1 at the beginning, nothing between two digits, and 0 at the end."""
    replaced = {word: str(digit) for digit, word in enumerate(DIGITS, 1)} | {"第十": "第1十"}
    replaced |= {f"十{digit}": str(digit) for digit in range(1, 10)} | {"十": "0"}
    for word, figure in replaced.items():
        words = Replace(words, Value(word), Value(figure))
    return words
