"""The papers as a page of documentation, read off the table: docs/papers.md can't disagree with the code."""

from .orders import ORDERING, PAPERS, Kind
from .workflow import TRANSITIONS, any_hazard

PAGE = """\
# Papers

Made from `hazards/orders.py` by `manage.py paper_table > docs/papers.md`; a test compares the two.

| kind | on screen | issued by | in its number | after one of | inspectors | cards | unit signs | receipt | answered | made by |
|---|---|---|---|---|---|---|---|---|---|---|
{rows}

Numbers run without gap or twin per organ, kind and year; a letter in the name of the county's government or committee bears
that organ's code word and has a series of its own. An issued paper never changes: a trigger of the database refuses it.
A receipt that is out for more than `RECEIPT_DAYS` days is a to-do of the organ that issued the paper; an application to resume, or for
acceptance, is one of the bureau for `RESUMPTION_REVIEW_DAYS` and `ACCEPTANCE_REVIEW_DAYS` (`hazards/reviewing.py`).
A new kind is one member of `Order.Kind`, one row of `PAPERS`, one function that freezes what only it prints, and
`templates/papers/hazards/{{kind}}.html` with `_{{kind}}_body.html`.
"""


def page():
    return PAGE.format(rows="\n".join(_row(kind, paper) for kind, paper in PAPERS.items()))


def _row(kind, paper):
    cells = [
        f"`{kind}`",
        str(kind.label),
        ", ".join(sorted(paper.issuers, reverse=True)),
        paper.word or "—",
        ", ".join(f"`{before}`" for before in sorted(paper.after)) or "—",
        f"at least {paper.inspectors}" if paper.inspectors else "none",
        *[_yes(fact) for fact in (paper.needs_cards, paper.two_signatures, paper.has_receipt, paper.is_answered)],
        ", ".join(_deeds(kind)),
    ]
    return f"| {' | '.join(cells)} |"


def _yes(fact):
    return "yes" if fact else "—"


def _deeds(kind):
    """The steps of a hazard's life that make it; a record is made of a visit."""
    if kind == Kind.RECORD:
        return ["`record_visit`"]
    made = {action: transition for action, transition in TRANSITIONS.items() if transition.paper and _makes(transition, kind)}
    return [f"`{action}`{_of_which(transition)}" for action, transition in made.items()]


def _of_which(transition):
    """An extension of a general hazard makes no paper (decision 0138)."""
    return "" if transition.paper_of is any_hazard else f" ({transition.paper_of.__name__})"


def _makes(transition, kind):
    """Where who acts decides, it is between the papers that order a rectification."""
    return kind in ORDERING if callable(transition.paper) else transition.paper == kind
