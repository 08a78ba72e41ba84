"""What a careful reader would ask before signing. Nothing here forbids anything: the one who signs decides."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from papers import fonts
from reports.document import Document
from reports.gather import gather_all
from reports.round_numbers import plain
from reports.snapshot import changes, period_of
from reports.tokens import GONE, tokens_in, without_tokens

# Not 2012年, 2012—2013年, 6月, 第65条, 〔2012〕, （1）, “1. ” or GB/T 9704-2012.
DIGITS = r"(?<![第〔（\d.A-Za-z/—–-])(?<![A-Z]\s)\d[\d,.]*(?<=\d)(?![年月日〕）\d—–-]|[.．]\s)"
# 七十三起, 二百余份, 百分之二十: two characters or more that count something.
# Not 一是, 两部一站, 三级, 第十二条, 十二月, “十五条”硬措施 or 十一期间.
CHINESE = "零〇○一二两三四五六七八九十百千万亿"
UNIT = "[余多]?(?:个(?!月)|期(?!间)|公里|[起人名份次条处家项件幅块本场支辆台户座套元米张艘所吨箱册面栋间只批宗例])"
NUMERALS = rf"(?<![第“{CHINESE}])[{CHINESE}]{{2,}}(?={UNIT})|(?<=百分之)[{CHINESE}]{{2,}}"
TYPED = re.compile(f"{DIGITS}|{NUMERALS}")
BEFORE, AFTER = re.compile(r"[^，。；：、\d]{0,8}$"), re.compile(r"[^，。；：、\d]{0,4}")


def concerns(report):
    """Sentences, the weightiest first; none when there is nothing to ask."""
    return [*_changed(report), *_typed_numbers(report), *_nothings(report), *_silent_phrases(report), *_strange_characters(report)]


def _changed(report):
    figures = report.snapshot["figures"]
    for key, (then, now) in changes(report.snapshot, gather_all(period_of(report.snapshot), report.county)).items():
        yield _("“%(label)s”已变动：%(then)s→%(now)s（汇总后台账有改动）") % {
            "label": figures[key]["label"],
            "then": plain(then),
            "now": plain(Decimal(now)),
        }


def _typed_numbers(report):
    """A number that no token stands for follows no ledger; days, years and articles are no figures."""
    for paragraph in report.paragraphs.all():
        for match in TYPED.finditer(without_tokens(paragraph.text)):
            words = {"position": paragraph.position, "number": match[0], "words": _in_its_words(match)}
            yield _("第%(position)s段“%(words)s”里的%(number)s是手写的数字，不随台账变动，请核对") % words


def _in_its_words(match):
    """Some words before the number, and what it counts."""
    text = match.string
    return BEFORE.search(text[: match.start()])[0] + match[0] + AFTER.match(text, match.end())[0]


def _nothings(report):
    """A number that is nothing reads badly: 悬挂横幅0幅."""
    for paragraph in report.paragraphs.all():
        for token in tokens_in(paragraph.text):
            figure = report.snapshot["figures"].get(token.key, GONE | {"label": token.key})
            if token.key not in report.snapshot["phrases"] and not Decimal(figure["value"]):
                yield _("第%(position)s段的“%(label)s”为0") % {"position": paragraph.position, "label": figure["label"]}


def _silent_phrases(report):
    for paragraph in report.paragraphs.all():
        for token in tokens_in(paragraph.text):
            phrase = report.snapshot["phrases"].get(token.key)
            if phrase and not phrase["words"]:
                yield _("第%(position)s段的“%(label)s”没有内容") % {"position": paragraph.position, "label": phrase["label"]}


def _strange_characters(report):
    missing = {letter for letter in set(Document.of(report).html()) if not letter.isspace() and not fonts.has(letter)}
    if missing:
        yield _("字库里没有这些字，印出来会是空白：%(characters)s") % {"characters": "、".join(sorted(missing))}
