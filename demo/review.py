"""What years of a ledger show: the seasons, what comes again, looks at what was closed, and what the bureau is asked to look at."""

from datetime import date, timedelta
from itertools import count

from demo.deeds import Ledger, Team, moment, officers_of, places_of_sector, who_does_the_work
from demo.photos import scene
from hazards.look_back import draw_look_backs, drawing_day
from hazards.models import Action, LookBack, Signal, SignalReview, State
from hazards.repeats import earlier_ones
from hazards.signals import look_for_signals, review
from hazards.workflow import perform
from townships.models import Sector, Township

# Month -> sector of which more is found then, every year: fireworks before the new year, slopes in the rains, forests in the dry months.
SEASONS = {
    1: "fireworks",
    2: "road_traffic",
    3: "forests",
    4: "construction",
    5: "water_transport",
    6: "geological",
    7: "geological",
    8: "electricity",
    9: "schools",
    10: "road_traffic",
    11: "fire_safety",
    12: "fireworks",
}
EARLIER_YEARS = 3


def load_review(county, bureau, today):
    load_earlier_years(county, today)
    load_again(county, today)
    load_hurry(county, today)
    load_look_backs(county, today)
    load_signals(bureau, today)


def load_earlier_years(county, today):
    """In each month of three earlier years three of the season and one of anything, put right on the spot."""
    ledger, sectors = Ledger(county), {sector.key: sector for sector in Sector.objects.all()}
    rest = list(sectors.values())
    for year in range(today.year - EARLIER_YEARS, today.year):
        for month, key in SEASONS.items():
            for number, sector in enumerate([sectors[key]] * 3 + [rest[(year + month) % len(rest)]]):
                places = places_of_sector(county, sector)
                day = date(year, month, 4 + 6 * number)
                [hazard] = ledger.visit(places[(year + month * 5 + number) % len(places)], sector, day)
                ledger.rectify_on_the_spot(hazard, day)


def load_again(county, today):
    """Twice at one place: closed in the spring, found again a month ago and linked."""
    ledger, [sector] = Ledger(county), Sector.objects.filter(key="fire_safety")
    place = places_of_sector(county, sector)[0]
    words = {"description": "安全出口上锁，疏散通道堆放杂物"}
    spring = max(today - timedelta(days=150), date(today.year, 1, 5))
    [first] = ledger.visit(place, sector, spring, **words | {"pictures": [scene(1, is_bad=True)]})
    close_with_photo(ledger, first, spring, scene(1, is_bad=False))
    day = today - timedelta(days=30)
    if day > spring + timedelta(days=12):
        [again] = ledger.visit(place, sector, day, **words | {"pictures": [scene(2, is_bad=True)]})
        perform(again, Action.LINK, by=ledger.of(again).first, at=moment(day, 12), earlier=earlier_ones(again).first())
        close_with_photo(ledger, again, day, scene(2, is_bad=False))
    load_waiting(ledger, place, sector, today)


def load_waiting(ledger, place, sector, today):
    """One with photos that waits for its re-inspection."""
    day = today - timedelta(days=8)
    [waiting] = ledger.visit(place, sector, day, description="灭火器压力不足，已过检验期", pictures=[scene(3, is_bad=True)])
    ledger.order(waiting, day, today + timedelta(days=7))
    reply(ledger, waiting, today - timedelta(days=1), "更换 4 具灭火器，检验合格。", [scene(3, is_bad=False)])


def close_with_photo(ledger, hazard, day, picture):
    ledger.order(hazard, day, day + timedelta(days=15))
    reply(ledger, hazard, day + timedelta(days=6), f"已按要求整改：{hazard.measure}。", [picture])
    ledger.re_inspect(hazard, day + timedelta(days=8))


def reply(ledger, hazard, day, words, pictures=()):
    told = {"reply": words, "rectified_on": day, "pictures": list(pictures)}
    perform(hazard, Action.REPLY, by=ledger.of(hazard).first, at=moment(day, 14), **told)


def load_hurry(county, today):
    """A township that closed nine on the last days of a month with one sentence, two of them with one photo, one within minutes."""
    ledger, [sector] = Ledger(county), Sector.objects.filter(key="road_traffic")
    township = Township.objects.filter(county=county).order_by("pk")[2]
    place = township.places.filter(level="village").order_by("pk").first()
    last = today.replace(day=1) - timedelta(days=1)
    second = Team.of(township).second.person.name
    for number in range(9):
        found_on = last - timedelta(days=12 if number else 0)
        [hazard] = ledger.visit(place, sector, found_on, responsible_person=second if number == 3 else "")
        ledger.order(hazard, found_on, last + timedelta(days=20))
        close_in_a_hurry(ledger, hazard, last, number, [scene(9, is_bad=False)] if number < 2 else [])


def close_in_a_hurry(ledger, hazard, day, number, pictures):
    team = ledger.of(hazard)
    told = {"reply": "已整改到位。", "rectified_on": day, "pictures": pictures}
    perform(hazard, Action.REPLY, by=team.first, at=moment(day, 15, 35), **told)
    people = [person.pk for person in team.reviewers]
    perform(hazard, Action.PASS, by=team.second, at=moment(day, 15, 40 + number), opinion="合格，同意销号。", inspectors=people)


def load_look_backs(county, today):
    """The draws of this year as beat would have made them; most were looked at, some missed, two found again and put right."""
    months = [date(today.year, month, 1) for month in range(1, today.month + 1)]
    days = sorted({drawing_day(month, interval) for month in months for interval in (30, 90)})
    for day in days:
        if day <= today:
            draw_look_backs(today=day)
    ledger, turns = Ledger(county), count()
    begun = LookBack.objects.counted().filter(starts_on__lt=today, assignee__isnull=False).order_by("starts_on", "pk")
    for task in begun.select_related("hazard__township", "assignee"):
        look(ledger, task, next(turns), today)


def look(ledger, task, number, today):
    task.refresh_from_db()
    if task.result or task.hazard.state != State.CLOSED or number % 8 == 5:
        return
    day = min(task.starts_on + timedelta(days=3), today - timedelta(days=1))
    if number in (6, 12):
        words = {"finding": "回头看发现问题又出现。", "requirement": task.hazard.measure, "deadline": day + timedelta(days=15)}
        people = officers_of(ledger.county) if task.assignee.is_bureau else ledger.of(task.hazard).people
        words |= {"inspectors": [person.pk for person in people], "responsible_unit": who_does_the_work(task.hazard)}
        perform(task.hazard, Action.REOPEN, by=task.assignee, at=moment(day), **words)
        return
    perform(task.hazard, Action.LOOK_BACK, by=task.assignee, at=moment(day), note="到现场查看，整改措施仍在，没有反弹。")


def load_signals(bureau, today):
    """Looked for as beat does; one was looked at and is in order, one is to be re-inspected."""
    look_for_signals(today=today)
    verdicts = {
        Signal.Kind.BURST: ("in_order", "月末集中组织销号验收，逐条有现场记录。"),
        Signal.Kind.PERSON: ("re_inspect", "请换人到现场复查。"),
    }
    for kind, (verdict, note) in verdicts.items():
        if signal := Signal.objects.filter(kind=kind).order_by("pk").first():
            review(signal, by=bureau, verdict=SignalReview.Verdict(verdict), note=note)
