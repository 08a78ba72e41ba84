"""What people do in the demonstration county, by the same functions that the screens call, each on its own day (stories of a Diary)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import count

from django.utils import timezone

from demo.findings import finding
from demo.photos import scene
from hazards.intake import log_hazard, record_inspection
from hazards.models import Action, Inspection
from hazards.workflow import perform
from townships.models import Person, Place, User


def moment(day, hour=9, minute=30):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Team:
    """The two inspectors of a township: one replies, the other passes the re-inspection."""

    first: User
    second: User

    @classmethod
    def of(cls, township):
        return cls(
            *User.objects.filter(township=township, role="inspector").select_related("person", "township", "county").order_by("pk")[:2]
        )

    @property
    def people(self):
        return [self.first.person, self.second.person]

    @cached_property
    def reviewers(self):
        """Who goes to look again, the one who replied not among them: a third of the station, or else of the county."""
        others = Person.objects.filter(county=self.first.county).exclude(pk__in=[one.pk for one in self.people])
        carry_a_card = others.exclude(inspector_card="")
        near = carry_a_card.filter(township=self.first.township, is_full_time=True).order_by("number")
        return [self.second.person, near.first() or carry_a_card.filter(township=None).order_by("number").first()]


class Ledger:
    """Visits and hazards of one county, place after place and finding after finding."""

    def __init__(self, county):
        self.county = county
        self.teams = {}
        self.turns = count()
        self.serial = count()

    def team(self, township):
        if township.pk not in self.teams:
            self.teams[township.pk] = Team.of(township)
        return self.teams[township.pk]

    def visit(self, place, sector, day, *, findings=1, kind=Inspection.Kind.DAILY, drive=None, **more):
        """One visit of both inspectors with so many findings; returns its hazards."""
        team = self.team(place.township or place.as_township)
        found = [self.finding(sector, entered_at=moment(day, 9, 45), **more) for _ in range(findings)]
        yield moment(day, 10, 20)
        visit = record_inspection(
            by=team.first,
            at=moment(day, 10, 20),
            place=place,
            sector=sector,
            kind=kind,
            drive=drive,
            inspectors=team.people,
            inspected_at=moment(day),
            content="" if findings else "现场检查未发现隐患。",
            hazards=found,
            signs_clear=not findings,
        )
        return list(visit.hazards.order_by("pk"))

    def finding(self, sector, **more):
        return finding(sector, next(self.serial)) | more

    def report(self, place, sector, found_at, at, **more):
        """A hazard outside a visit, such as one that villagers pointed out."""
        told = self.finding(sector, entered_at=at, **more)
        yield at
        return log_hazard(by=self.team(place.township).first, at=at, place=place, sector=sector, found_at=found_at, **told)

    def rectify_on_the_spot(self, hazard, day, *, pictures=()):
        yield (at := moment(day, 11))
        perform(hazard, Action.RECTIFY, by=self.of(hazard).first, at=at, measure=hazard.measure, pictures=list(pictures))

    def order(self, hazard, day, deadline, *, by=None):
        told = {"requirement": hazard.measure, "deadline": deadline, "responsible_unit": who_does_the_work(hazard)}
        yield moment(day, 15)
        perform(hazard, Action.ORDER, by=by or self.of(hazard).first, at=moment(day, 15), **told)

    def reply(self, hazard, day, *, words="", funds=None, pictures=()):
        told = {"reply": words or f"已按要求整改：{hazard.measure}。", "rectified_on": day}
        yield (at := moment(day, 14))
        perform(hazard, Action.REPLY, by=self.of(hazard).first, at=at, spent_funds=funds, pictures=list(pictures), **told)

    def re_inspect(self, hazard, day, *, passed=True, deadline=None, by=None):
        team = self.of(hazard)
        inspectors = [person.pk for person in team.reviewers]
        yield (at := moment(day, 16))
        if passed:
            perform(hazard, Action.PASS, by=by or team.second, at=at, opinion="经复查，已整改到位，同意销号。", inspectors=inspectors)
        else:
            words = "整改不到位，继续限期整改。"
            perform(hazard, Action.FAIL, by=by or team.second, at=at, opinion=words, deadline=deadline, inspectors=inspectors)

    def see_through(self, hazard, day, **replied):
        """From the order to the closing, in nine days."""
        yield from self.order(hazard, day, day + timedelta(days=15))
        yield from self.reply(hazard, day + timedelta(days=7), **replied)
        yield from self.re_inspect(hazard, day + timedelta(days=9))

    def find_and_order(self, place, sector, day, deadline, **visit):
        [hazard] = yield from self.visit(place, sector, day, **visit)
        yield from self.order(hazard, day, deadline)
        return hazard

    def find_and_close(self, place, sector, day, *, room=None, **visit):
        """Every third on the spot, the others by a paper: about what townships report. `room`: the photos' scene."""
        turn = next(self.turns)
        before, after = ([scene(room, is_bad=True)], [scene(room, is_bad=False)]) if room else ([], [])
        [hazard] = yield from self.visit(place, sector, day, pictures=before, **visit)
        if turn % 3 == 0:
            yield from self.rectify_on_the_spot(hazard, day, pictures=after)
        else:
            yield from self.see_through(hazard, day, funds=(turn % 5) * 400, pictures=after)

    def of(self, hazard):
        return self.team(hazard.township)


def who_does_the_work(hazard):
    """No township orders itself: a slope or a bridge is the village's to mend, whatever else the road station's."""
    if not hazard.is_townships_own:
        return hazard.responsible_unit
    parent = hazard.place.parent
    return parent.name if parent and parent.level == "village" else f"{hazard.township.name}公路养护站"


def officers_of(county):
    """Two of the bureau who hold cards: whoever the county's statutory papers are signed by."""
    return list(Person.objects.filter(county=county, unit=county.bureau_name).exclude(inspector_card="").order_by("number")[:2])


def places_of_sector(county, sector):
    """Where a sector is looked after: its enterprises and key sites, or else the villages, which all have roads and wires."""
    own = Place.objects.filter(county=county).filter(as_enterprise__sector=sector) | Place.objects.filter(county=county).filter(
        as_key_site__sector=sector
    )
    found = own.order_by("pk") if own.exists() else Place.objects.filter(county=county, level="village").order_by("pk")
    return list(found.select_related("township", "county"))
