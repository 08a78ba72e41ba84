"""Tokens: how a figure stands in a report's text. [[hazards.found]] is a number, [[drives.sectors]] a phrase,
[[publicity.handbooks|约]] the same number in official round words.

A token is all that edited text can do: everything else is plain text, whoever wrote it. There is no template language.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from reports.round_numbers import in_ten_thousands, plain, roughly

PATTERN = re.compile(r"\[\[(?P<key>[^\[\]|]*)(?:\|(?P<form>[^\[\]|]*))?\]\]")
# What a single township no longer has to tell of is not in a later snapshot; a text that was edited before may still ask for it.
GONE = {"value": 0, "last_year": 0, "unit": ""}
BRACKETS = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True)
class Token:
    key: str
    form: str = ""

    def __str__(self):
        return f"[[{self.key}|{self.form}]]" if self.form else f"[[{self.key}]]"


@dataclass(frozen=True)
class Piece:
    """A run of the finished text; one that a token made carries its key."""

    text: str
    key: str = ""


class UnknownToken(Exception):
    def __init__(self, token, nearest):
        super().__init__(str(token))
        self.token, self.nearest = token, nearest


class WrongScale(UnknownToken):
    """The number is right and its 万 is not: 43.2元 for 43.2万元, or 3万余万条. `nearest` is how it should read."""


def tokens_in(text):
    return [part for part in _parts(text) if isinstance(part, Token)]


def check(text, snapshot):
    """Raise UnknownToken for the first token that this snapshot can't fill, or for brackets that don't close."""
    for token in tokens_in(text):
        known = FORMS if token.key in snapshot["figures"] else {""} if token.key in snapshot["phrases"] else None
        if known is None:
            raise UnknownToken(token, _nearest(token.key, snapshot))
        if token.form not in known:
            raise UnknownToken(token, Token(token.key))
    _check_scales(text, snapshot)
    if BRACKETS.search(PATTERN.sub("", text)):
        raise UnknownToken(BRACKETS.search(PATTERN.sub("", text)).group(), None)


def _check_scales(text, snapshot):
    """What |万 leaves out is typed behind it; every other form brings a 万 of its own where it needs one."""
    for match in PATTERN.finditer(text):
        token = _token(match)
        is_scaled, is_typed = token.form == "万", text[match.end() :].lstrip()[:1] in ("万", "亿")
        if token.key in snapshot["figures"] and is_scaled != is_typed:
            raise WrongScale(token, f"{token}万" if is_scaled else Token(token.key, "万"))


def pieces(text, snapshot):
    """The finished text in runs."""
    return [Piece(part) if isinstance(part, str) else Piece(_words(part, snapshot), part.key) for part in _parts(text) if part]


def finished(text, snapshot):
    return "".join(piece.text for piece in pieces(text, snapshot))


def without_tokens(text):
    """What somebody typed, with a gap where each token stands."""
    return PATTERN.sub("＿", text)


def _parts(text):
    """Plain strings and Tokens in their order."""
    end = 0
    for match in PATTERN.finditer(text):
        yield text[end : match.start()]
        yield _token(match)
        end = match.end()
    yield text[end:]


def _token(match):
    return Token(match["key"].strip(), (match["form"] or "").strip())


def _words(token, snapshot):
    if token.key in snapshot["phrases"]:
        return snapshot["phrases"][token.key]["words"]
    return FORMS[token.form](snapshot["figures"].get(token.key, GONE))


def _against_last_year(figure):
    """比上年增加3条; nothing when there is nothing to compare with."""
    now, before = Decimal(figure["value"]), Decimal(figure["last_year"])
    if not before:
        return ""
    if now == before:
        return "与上年持平"
    return f"比上年{'增加' if now > before else '减少'}{plain(abs(now - before))}{figure['unit']}"


FORMS = {
    "": lambda figure: plain(figure["value"]),
    "约": lambda figure: roughly(Decimal(figure["value"])),
    "万": lambda figure: in_ten_thousands(figure["value"]),
    "比上年": _against_last_year,
}


def _nearest(key, snapshot):
    known = [*snapshot["figures"], *snapshot["phrases"]]
    by_label = {entry["label"]: name for group in ("figures", "phrases") for name, entry in snapshot[group].items()}
    found = get_close_matches(key, [*known, *by_label], n=1, cutoff=0.6)
    return Token(by_label.get(found[0], found[0])) if found else None
