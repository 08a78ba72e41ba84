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


def load_review(county, bureau, today, diary):
    load_earlier_years(county, today, diary)
    load_again(county, today, diary)
    load_hurry(county, today, diary)
    load_look_backs(county, today, diary)
    diary.tell(raise_signals(bureau, today))


def load_earlier_years(county, today, diary):
    """In each month of three earlier years three of the season and one of anything, put right on the spot."""
    ledger, sectors = Ledger(county), {sector.key: sector for sector in Sector.objects.all()}
    rest = list(sectors.values())
    for year in range(today.year - EARLIER_YEARS, today.year):
        for month, key in SEASONS.items():
            for number, sector in enumerate([sectors[key]] * 3 + [rest[(year + month) % len(rest)]]):
                places = places_of_sector(county, sector)
                place = places[(year + month * 5 + number) % len(places)]
                diary.tell(find_and_rectify(ledger, place, sector, date(year, month, 4 + 6 * number)))


def find_and_rectify(ledger, place, sector, day):
    [hazard] = yield from ledger.visit(place, sector, day)
    yield from ledger.rectify_on_the_spot(hazard, day)


def load_again(county, today, diary):
    """Twice at one place: closed in the spring, found again a month ago and linked; and one that waits for its re-inspection."""
    ledger, [sector] = Ledger(county), Sector.objects.filter(key="fire_safety")
    place = places_of_sector(county, sector)[0]
    spring, day = max(today - timedelta(days=150), date(today.year, 1, 5)), today - timedelta(days=30)
    diary.tell(close_with_photos(ledger, place, sector, spring, 1))
    if day > spring + timedelta(days=12):
        diary.tell(close_with_photos(ledger, place, sector, day, 2, is_again=True))
    diary.tell(wait_with_photos(ledger, place, sector, today - timedelta(days=8), today))


def close_with_photos(ledger, place, sector, day, number, *, is_again=False):
    words = {"description": "安全出口上锁，疏散通道堆放杂物", "category": "behaviour"}
    [hazard] = yield from ledger.visit(place, sector, day, **words, pictures=[scene(number, is_bad=True)])
    if is_again:
        yield (at := moment(day, 12))
        perform(hazard, Action.LINK, by=ledger.of(hazard).first, at=at, earlier=earlier_ones(hazard).first())
    yield from ledger.order(hazard, day, day + timedelta(days=15))
    after = [scene(number, is_bad=False)]
    yield from ledger.reply(hazard, day + timedelta(days=6), pictures=after)
    yield from ledger.re_inspect(hazard, day + timedelta(days=8))


def wait_with_photos(ledger, place, sector, day, today):
    # So little in the way that before and after look like one photo: a signal that a look settles.
    words = {"description": "灭火器压力不足，已过检验期", "pictures": [scene(10, is_bad=True, boxes=1)]}
    hazard = yield from ledger.find_and_order(place, sector, day, today + timedelta(days=7), **words)
    yield from ledger.reply(hazard, today - timedelta(days=1), words="更换 4 具灭火器，检验合格。", pictures=[scene(10, is_bad=False)])


def load_hurry(county, today, diary):
    """A township that closed nine on the last days of a month with one sentence, two of them with one photo, one within minutes."""
    ledger, [sector] = Ledger(county), Sector.objects.filter(key="road_traffic")
    township = Township.objects.filter(county=county).order_by("pk")[2]
    place = township.places.filter(level="village").order_by("pk").first()
    last = today.replace(day=1) - timedelta(days=1)
    second = Team.of(township).second.person.name
    for number in range(9):
        found_on = last - timedelta(days=12 if number else 0)
        more = {"responsible_person": second if number == 3 else ""}
        pictures = [scene(9, is_bad=False)] if number < 2 else []
        diary.tell(close_in_a_hurry(ledger, place, sector, found_on, last, number, pictures, **more))


def close_in_a_hurry(ledger, place, sector, found_on, day, number, pictures, **more):
    hazard = yield from ledger.find_and_order(place, sector, found_on, day + timedelta(days=20), **more)
    team = ledger.of(hazard)
    told = {"reply": "已整改到位。", "rectified_on": day, "pictures": pictures}
    yield (at := moment(day, 15, 35))
    perform(hazard, Action.REPLY, by=team.first, at=at, **told)
    people = [person.pk for person in team.reviewers]
    yield (at := moment(day, 15, 40 + number))
    perform(hazard, Action.PASS, by=team.second, at=at, opinion="合格，同意销号。", inspectors=people)


def load_look_backs(county, today, diary):
    """The draws of this year as beat makes them; most are looked at, some missed, two found again and put right."""
    months = [date(today.year, month, 1) for month in range(1, today.month + 1)]
    days = sorted({drawing_day(month, interval) for month in months for interval in (30, 90)})
    ledger, turns = Ledger(county), count()
    diary.tell(*(draw(ledger, day, turns, today, diary) for day in days if day <= today))


def draw(ledger, day, turns, today, diary):
    yield moment(day, 0, 20)
    known = set(LookBack.objects.values_list("pk", flat=True))
    draw_look_backs(today=day)
    drawn = LookBack.objects.counted().exclude(pk__in=known).filter(starts_on__lt=today, assignee__isnull=False)
    for task in drawn.select_related("hazard__township", "assignee").order_by("starts_on", "pk"):
        diary.tell(look(ledger, task, next(turns), min(task.starts_on + timedelta(days=3), today - timedelta(days=1)), today))


# Of the looks that found the hazard again: after how many of the fifteen days it was put right, once too late.
PUT_RIGHT_AFTER = {6: 10, 12: 19}


def look(ledger, task, number, day, today):
    yield (at := moment(day))
    task.refresh_from_db()
    if task.result or task.hazard.state != State.CLOSED or number % 8 == 5:
        return
    # A major one would take a new file, three signatures and months (demo/majors.py).
    if number not in PUT_RIGHT_AFTER or task.hazard.is_major:
        perform(task.hazard, Action.LOOK_BACK, by=task.assignee, at=at, note="到现场查看，整改措施仍在，没有反弹。")
        return
    words = {"finding": "回头看发现问题又出现。", "requirement": task.hazard.measure, "deadline": day + timedelta(days=15)}
    people = officers_of(ledger.county) if task.assignee.is_bureau else ledger.of(task.hazard).people
    words |= {"inspectors": [person.pk for person in people], "responsible_unit": who_does_the_work(task.hazard)}
    perform(task.hazard, Action.REOPEN, by=task.assignee, at=at, **words)
    replied_on = day + timedelta(days=PUT_RIGHT_AFTER[number])
    if replied_on + timedelta(days=2) < today:
        yield from ledger.reply(task.hazard, replied_on, words="已再次整改，并明确专人每周查看。")
        yield from ledger.re_inspect(task.hazard, replied_on + timedelta(days=2))


def raise_signals(bureau, today):
    """Looked for as beat does; one was looked at and is in order, one is to be re-inspected."""
    yield moment(today, 0, 30)
    look_for_signals(today=today)
    verdicts = {
        Signal.Kind.BURST: ("in_order", "月末集中组织销号验收，逐条有现场记录。"),
        Signal.Kind.PERSON: ("re_inspect", "请换人到现场复查。"),
    }
    for kind, (verdict, note) in verdicts.items():
        if signal := Signal.objects.filter(kind=kind).order_by("pk").first():
            review(signal, by=bureau, verdict=SignalReview.Verdict(verdict), note=note)
