"""Gaps of a county of real size: 16 townships, 926 villages, 1,466 enterprises, 8,000 duties, a thousand certificates.

    DATABASE_URL=postgres://… .venv/bin/python benchmarks/gaps.py [--sample 200]

Makes the county in a test database of its own (SQLite in memory unless DATABASE_URL says otherwise) and compares the whole
check with the loop that asks rule by rule and place by place, on a sample of the places in the same run; of these both must
find the same gaps. Ends with exit status 1 when the whole check takes longer than the limit on PostgreSQL.
"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

django.setup()

from benchmarks.stopwatch import timed  # noqa: E402
from townships.gaps import Reason, find_gaps, survey  # noqa: E402
from townships.models import (  # noqa: E402
    Certificate,
    County,
    Duty,
    DutyKind,
    DutyRule,
    Enterprise,
    Person,
    Place,
    Role,
    Sector,
    Team,
    Township,
    User,
    Village,
)

ON = date(2026, 11, 24)
TOWNSHIPS, VILLAGES, ENTERPRISES, DUTIES = 16, 926, 1466, 8000
LIMIT_MS = 300


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=200, help="places that the slow loop is asked about")
    options = parser.parse_args()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            make_county()
        return compare(options.sample)
    finally:
        teardown_databases(databases, verbosity=0)


def make_county():
    """Nearly every post has its holder; one term in thirty has ended, one person in fifty has left, some carry too much."""
    county = County.objects.create(name="大县", code="430000", bureau_name="大县安全生产监督管理局", document_prefix="大安监")
    sector = Sector.objects.get(key="non_coal_mines")
    townships = [
        Township.objects.create(name=f"第{n}乡", code=f"4300{n:05}", document_prefix=f"第{n}", county=county, parent=county)
        for n in range(TOWNSHIPS)
    ]
    for n in range(VILLAGES):
        township = townships[n % TOWNSHIPS]
        Village.objects.create(name=f"第{n}村", county=county, township=township, parent=township)
    for n in range(ENTERPRISES):
        home = {"county": county, "township": townships[n % TOWNSHIPS], "parent": townships[n % TOWNSHIPS]}
        Enterprise.objects.create(name=f"第{n}企业", sector=sector, is_high_risk=n % 10 == 0, employees=n * 7 % 160, **home)
    for township in townships:
        Team.objects.create(county=county, township=township, place=township, kind=Team.Kind.STATION, name="安监站")
    people = make_people(county)
    make_duties(people)
    make_certificates(people, User.objects.create(username="clerk", role=Role.BUREAU, county=county))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_people(county):
    left_on = date(2026, 1, 1)
    people = [
        Person(
            county=county,
            number=n,
            name=f"人员{n}",
            is_full_time=n % 2 == 0,
            rank="below" if n % 20 == 0 else "deputy",
            left_on=left_on if n % 50 == 0 else None,
        )
        for n in range(1, 6000)
    ]
    return Person.objects.bulk_create(people)


def make_duties(people):
    """Every duty held, four inspectors a township, then a second holder village by village until there are enough."""
    teams = {(team.place_id, team.kind): team for team in Team.objects.all()}
    turns = {"safety_inspector": 4}
    wanted = [(place, kind, turn) for place, kind in posts() for turn in range(turns.get(kind.key, 1))]
    wanted += [(place, kind, 1) for place, kind in posts() if place.level == "village"]
    duties = [
        Duty(
            person=people[(place.pk * 7 + kind.position + turn * 501) % len(people)],
            kind=kind,
            place=place,
            team=teams.get((place.pk, kind.team_kind)),
            starts_on=date(2025, 1, 1),
        )
        for place, kind, turn in wanted[:DUTIES]
    ]
    for duty in duties[::30]:
        duty.ends_on = date(2026, 6, 30)
    Duty.objects.bulk_create(duties)


def posts():
    """Every place with each kind of duty that it needs; teams other than the station there are none."""
    kinds = DutyKind.objects.filter(team_kind__in=["", "station", "working_group"])
    rules = {rule.kind_id: rule.high_risk_only for rule in DutyRule.objects.all()}
    for place in Place.objects.order_by("pk"):
        for kind in kinds:
            if kind.level == place.level and (place.is_high_risk or kind.key == "enterprise_officer" or not rules.get(kind.pk)):
                yield place, kind


def make_certificates(people, clerk):
    kinds = {rule.kind_id: rule.certificate for rule in DutyRule.objects.exclude(certificate=None).select_related("certificate")}
    holders = {(post.person_id, kinds[post.kind_id].pk) for post in Duty.objects.filter(kind__in=kinds)}
    Certificate.objects.bulk_create(
        Certificate(
            person_id=person,
            kind_id=kind,
            number=f"{person:06}",
            issued_on=date(2024, 1, 1),
            valid_until=date(2026, 6, 30) if person % 4 == 0 else date(2027, 1, 1),
            created_by=clerk,
        )
        for person, kind in sorted(holders)
    )


def compare(sample):
    places = Place.objects.all()
    print(f"{connection.vendor}: {places.count()} places, {Duty.objects.count()} duties, {Certificate.objects.count()} certificates")  # noqa: T201
    survey(places, on=ON)
    whole, milliseconds = measured("whole check", lambda: survey(places, on=ON), turns=7)
    print(f"  {len(whole.gaps)} gaps, {whole.total.filled} of {whole.total.required} required posts held as they should be")  # noqa: T201
    step = max(places.count() // sample, 1)
    some = places.filter(pk__in=list(places.order_by("pk").values_list("pk", flat=True))[::step])
    fast, _ = measured(f"check of {some.count()} places", lambda: keys(find_gaps(some, on=ON)))
    slow, _ = measured("the same, place by place", lambda: gaps_place_by_place(some))
    if fast != slow:
        raise SystemExit(f"the two do not find the same gaps: {sorted(fast ^ slow)[:5]}")
    return connection.vendor == "postgresql" and milliseconds > LIMIT_MS


def keys(gaps):
    return {(gap.place.pk, gap.rule.pk, gap.reason) for gap in gaps}


def measured(label, work, *, turns=1):
    """What it gave and the median of its times, in milliseconds."""
    queries = []

    def count(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        found, times = timed(work, turns=turns)
    print(f"{label}: {len(queries) // turns} queries, {times}")  # noqa: T201
    return found, times.median


def gaps_place_by_place(places):
    """What one writes first: for every place, rule and team, who holds it, with what, and how much each of them carries."""
    found = set()
    for place in places.with_kind():
        for rule in rules_of(place):
            teams = list(Team.objects.filter(place=place, kind=rule.kind.team_kind).open_on(ON)) if rule.kind.team_kind else []
            for team in teams or ([] if rule.in_teams_only else [None]):
                if reason := reason_of(rule, Duty.objects.filter(place=place, kind=rule.kind, team=team), place):
                    found.add((place.pk, rule.pk, reason))
    return found


def rules_of(place):
    rules = DutyRule.objects.filter(kind__level=place.level, place_kind__in=["", place.own_kind or ""]).select_related(
        "kind", "certificate"
    )
    size = Enterprise.objects.get(pk=place.pk).employees or 0 if place.level == "enterprise" else 0
    rules = [rule for rule in rules if (place.is_high_risk or not rule.high_risk_only) and (rule.employees_over or 0) <= max(size - 1, 0)]
    for is_narrow in (lambda rule: rule.high_risk_only, lambda rule: rule.employees_over is not None):
        narrow = {rule.kind_id for rule in rules if is_narrow(rule)}
        rules = [rule for rule in rules if is_narrow(rule) or rule.kind_id not in narrow]
    return rules


def reason_of(rule, duties, place):
    held = Duty.objects.filter(place=place, kind__team_kind=Team.Kind.STATION) if rule.by_population else duties
    held = held.held_on(ON).filter(person__is_full_time=True) if rule.full_time_only else duties.held_on(ON)
    held = {duty.person_id: duty for duty in held}.values()
    if len(held) < rule.minimum:
        left = duties.running_on(ON).filter(person__left_on__lte=ON).exists()
        ended = duties.filter(ends_on__lt=ON).exists() and not duties.running_on(ON).exists()
        return Reason.TOO_FEW if held else Reason.LEFT if left else Reason.EXPIRED if ended else Reason.VACANT
    if rule.certificate and sum(certified(duty, rule) for duty in held) < rule.certified_minimum:
        return Reason.UNQUALIFIED
    if rule.kind.deputy_rank_only and sum(duty.person.rank in Person.DEPUTY_OR_ABOVE for duty in held) < rule.minimum:
        return Reason.LOW_RANK
    if rule.load and sum(fits(duty, rule) for duty in held) < rule.minimum:
        return Reason.OVERLOADED
    if any(doubled(duty) for duty in held if duty.kind_id == rule.kind_id):
        return Reason.DOUBLED
    return None


def certified(duty, rule):
    return Certificate.objects.valid_on(ON).filter(person=duty.person_id, kind=rule.certificate).exists()


def fits(duty, rule):
    return doubled(duty) or Duty.objects.held_on(ON).filter(person=duty.person_id, kind=rule.kind).count() <= rule.load


def doubled(duty):
    posts = Duty.objects.held_on(ON).filter(person=duty.person_id).select_related("kind")
    return takes_a_whole_person(duty) and sum(takes_a_whole_person(post) for post in posts) > 1


def takes_a_whole_person(post):
    place = Place.objects.with_kind().get(pk=post.place_id)
    return post.kind.is_full_time or any(rule.is_full_time for rule in rules_of(place) if rule.kind_id == post.kind_id)


if __name__ == "__main__":
    sys.exit(main())
