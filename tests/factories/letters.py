from datetime import date

from tests.factories.townships import BureauFactory
from townships.letter_samples import TITLE, sample_body
from townships.letters import issue, parties_of, save_text, sign
from townships.models import LetterKind, LetterSignature
from townships.period import midnight

ISSUED_ON = date(2026, 1, 10)
LATER = midnight(date(2026, 12, 31))
Side = LetterSignature.Side


def letter_text(county, kind=LetterKind.VILLAGE, *, year=2026, by=None, title=TITLE, body=None):
    by = by or BureauFactory(county=county)
    return save_text(county, kind=kind, year=year, title=title, body=body or sample_body(kind), by=by)


def letters_of(organ, kind=LetterKind.VILLAGE, *, year=2026, by=None, on=ISSUED_ON, text=None):
    """Letters to everybody below an organ, issued by real steps."""
    county = organ.county or organ
    by = by or BureauFactory(county=county)
    text = text or letter_text(county, kind, year=year)
    batch = issue(kind, parties_of(kind, organ, on=on), text=text, on=on, by=by)
    return list(batch.letters.order_by("sequence"))


def signed(letter, *sides, on=ISSUED_ON, by=None):
    """The letter, signed by these sides, both if none is named."""
    by = by or BureauFactory(county=letter.township.county)
    for side in sides or Side:
        sign(letter, side, on=on, by=by, at=LATER)
    return letter
