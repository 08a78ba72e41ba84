"""What the ledgers hold about an entry condition or a veto of a score sheet.

Clauses are free text, so their words say where to look: what is found is shown
beside the clause, and whoever decides against it says why. It decides nothing by itself.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from townships.accidents import Ground, find_vetoes
from townships.evidence import Shelf
from townships.models import Accident, AccidentGrade, Clause, Township
from townships.period import Period

ABOUT_ACCIDENTS = ("事故", "伤亡", "死亡")
ABOUT_LATENESS = ("瞒报", "谎报", "迟报", "漏报")
ABOUT_TARGETS = "指标"
# Which evidence (townships/evidence.py) a clause with all of these words is about.
ABOUT_SOURCES = {("重大隐患", "逾期"): "hazards.major_overdue", ("隐患", "逾期"): "hazards.overdue"}
# Written in full or in short, it is the same grade of hazard (安全生产法).
MAJOR_HAZARD = re.compile("重大(生产)?(安全)?事故隐患|重大(安全)?隐患")
DEATHS = re.compile(r"死亡\s*([\d一二两三四五六七八九十]+)\s*[人名]")
DIGITS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@dataclass(frozen=True)
class LedgerRow:
    """Something that a ledger holds, where it stands, and whether it speaks against the township.

    `fact` and `weight` tell it from what is found there later: another accident, more deaths, more that is overdue.
    """

    words: str
    url: str
    is_against: bool
    fact: str
    weight: float = 1


class Ledgers:
    """The ledgers of one township and year; each is asked once, however many clauses name it."""

    def __init__(self, township, year):
        self.township, self.year = township, year
        self.shelf = Shelf(township, year)

    def about(self, clause):
        """The LedgerRows of a clause, those against the township first."""
        # 重大（事故）隐患 is no accident, nor does it name a grade.
        text = re.sub("(重大)?(事故)?隐患", "隐患", clause.text)
        rows = [*self._accidents(text), *self._vetoes(text), *self._sources(MAJOR_HAZARD.sub("重大隐患", clause.text))]
        return sorted(rows, key=lambda row: not row.is_against)

    def deny(self, clause, *, holds):
        """Whether a ledger says otherwise: of a veto that it happened, of a condition that it isn't met."""
        return holds == (clause.kind == Clause.Kind.ENTRY) and any(row.is_against for row in self.about(clause))

    def facts_against(self, clause):
        """{fact: weight} of what speaks against the township, to be kept with an explanation of it."""
        facts = Counter()
        for row in self.about(clause):
            if row.is_against:
                facts[row.fact] += row.weight
        return dict(facts)

    def has_more_than(self, facts, clause):
        """Whether more speaks against the township than these facts that somebody explained; None of an explanation of old, which
        was kept without them."""
        return facts is not None and bool(Counter(self.facts_against(clause)) - Counter(facts))

    def _accidents(self, text):
        if any(word in text for word in ABOUT_ACCIDENTS):
            for accident in self.accidents:
                told = {"accident": accident, "grade": accident.grade, "dead": accident.dead, "injured": accident.injured}
                words = _("%(accident)s（%(grade)s，死亡 %(dead)s 人、重伤 %(injured)s 人）") % told
                yield LedgerRow(words, accident.get_absolute_url(), self._is_meant(accident, text), fact_of(accident))

    def _is_meant(self, accident, text):
        """Whether the clause forbids this accident: by a number of deaths or a grade if it names one, else by there being one."""
        if ABOUT_TARGETS in text:
            return False
        if any(word in text for word in ABOUT_LATENESS):
            return accident.is_reported_late
        limits = [accident.dead >= number_of(words) for words in DEATHS.findall(text)]
        limits += [accident.grade.rank >= rank for rank in self._ranks(text)]
        return any(limits) if limits else True

    def _ranks(self, text):
        """The grades that the clause names, each by itself: 特别重大 is not 重大."""
        for grade in self.grades:
            name = grade.name.removesuffix("事故")
            if name in text:
                text = text.replace(name, "")
                yield grade.rank

    def _vetoes(self, text):
        if not any(word in text for word in ABOUT_ACCIDENTS) or any(word in text for word in ABOUT_LATENESS):
            return
        ground = Ground.OVER_TARGET if ABOUT_TARGETS in text else Ground.DEATHS_AT_ONCE
        for veto in self.vetoes:
            if veto.ground == ground:
                told = {"fact": veto.ground.value, "weight": veto.deaths - veto.allowed}
                yield LedgerRow(in_words(veto), veto_list(self.year), is_against=True, **told)

    def _sources(self, text):
        """The narrowest source that the words name: a clause about major hazards is not about general ones."""
        key = next((key for words, key in ABOUT_SOURCES.items() if all(word in text for word in words)), None)
        found = self.shelf[key] if key else None
        if found and found.number:
            told = {"label": found.source.label, "number": found.number, "unit": found.source.unit}
            words = _("%(label)s %(number)s %(unit)s") % told
            yield LedgerRow(words, found.url, found.source.is_shortfall, key, float(found.number))

    @cached_property
    def accidents(self):
        happened = Period.year(self.year).moments("happened_at")
        return list(Accident.objects.counted().filter(happened, township=self.township).select_related("grade").order_by("happened_at"))

    @cached_property
    def grades(self):
        """Longest name first."""
        return sorted(AccidentGrade.objects.all(), key=lambda grade: -len(grade.name))

    @cached_property
    def vetoes(self):
        return find_vetoes(Township.objects.filter(pk=self.township.pk), self.year)


def number_of(words):
    """Of 3, 三 or 十五; tens are enough for the deaths that a clause names."""
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0 if ten else 1)


def fact_of(accident):
    """An accident of which the numbers were put right is another fact than the one that was explained."""
    told = (accident.dead, accident.injured, accident.grade.rank, int(accident.is_reported_late))
    return f"accident {accident.pk}: {'/'.join(map(str, told))}"


def in_words(veto):
    told = {"ground": veto.ground.label, "deaths": veto.deaths, "allowed": veto.allowed}
    return _("%(ground)s：死亡 %(deaths)s 人，不超过 %(allowed)s 人") % told


def veto_list(year):
    return f"{reverse('townships:vetoes')}?year={year}"
