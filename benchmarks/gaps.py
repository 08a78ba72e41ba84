"""Gaps of a county of real size: `.venv/bin/python benchmarks/gaps.py [--townships 16 --villages 60 --enterprises 1500]`.

Makes the county in a test database of its own (SQLite in memory unless DATABASE_URL says otherwise) and compares
find_gaps with the loop that asks rule by rule and place by place, in the same run; both must find the same gaps.
"""

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

django.setup()

from townships.gaps import Reason, find_gaps  # noqa: E402
from townships.models import County, Duty, DutyKind, DutyRule, Enterprise, Person, Place, Sector, Township, Village  # noqa: E402

ON = date(2026, 11, 24)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--townships", type=int, default=16)
    parser.add_argument("--villages", type=int, default=60, help="in each township")
    parser.add_argument("--enterprises", type=int, default=1500)
    options = parser.parse_args()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            make_county(options)
        compare()
    finally:
        teardown_databases(databases, verbosity=0)


def make_county(options):
    """Of ten places nine have their people; one person in fifty has left, and some carry too much."""
    county = County.objects.create(name="大县", code="430000", bureau_name="大县安全生产监督管理局", document_prefix="大安监")
    sector = Sector.objects.get(key="non_coal_mines")
    townships = [
        Township.objects.create(name=f"第{n}乡", code=f"4300{n:05}", document_prefix=f"第{n}", county=county, parent=county)
        for n in range(options.townships)
    ]
    for township in townships:
        for n in range(options.villages):
            Village.objects.create(name=f"第{n}村", county=county, township=township, parent=township)
    for n in range(options.enterprises):
        township = townships[n % len(townships)]
        Enterprise.objects.create(
            name=f"第{n}企业", county=county, township=township, parent=township, sector=sector, is_high_risk=n % 10 == 0
        )
    people = [
        Person(county=county, number=n, name=f"人员{n}", is_full_time=n % 2 == 0, left_on=date(2026, 1, 1) if n % 50 == 0 else None)
        for n in range(1, 3000)
    ]
    people = Person.objects.bulk_create(people)
    kinds = list(DutyKind.objects.all())
    Duty.objects.bulk_create(
        Duty(person=people[(place.pk * 7 + kind.position) % len(people)], kind=kind, place=place, starts_on=date(2025, 1, 1))
        for place in Place.objects.all()
        for kind in kinds
        if kind.level == place.level and (place.pk + kind.position) % 10
    )


def compare():
    print(f"{connection.vendor}: {Place.objects.count()} places, {Duty.objects.count()} duties")  # noqa: T201
    places = Place.objects.all()
    fast = measured("find_gaps", lambda: {(gap.place.pk, gap.rule.pk, gap.reason) for gap in find_gaps(places, on=ON)})
    slow = measured("place by place", lambda: gaps_place_by_place(places))
    if fast != slow:
        raise SystemExit("the two do not find the same gaps")


def measured(label, work):
    queries = []

    def count(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        start = time.perf_counter()
        found = work()
        seconds = time.perf_counter() - start
    print(f"{label}: {len(found)} gaps, {len(queries)} queries, {seconds:.2f} s")  # noqa: T201
    return found


def gaps_place_by_place(places):
    """What one writes first: for every place and rule, who holds it and how much each of them carries."""
    found = set()
    for place in places.with_kind():
        for rule in DutyRule.objects.filter(kind__level=place.level, place_kind__in=["", place.own_kind or ""]).select_related("kind"):
            if rule.high_risk_only and not place.is_high_risk:
                continue
            duties = Duty.objects.filter(place=place, kind=rule.kind)
            held = duties.held_on(ON).filter(person__is_full_time=True) if rule.full_time_only else duties.held_on(ON)
            if held.count() < rule.minimum:
                left = duties.running_on(ON).filter(person__left_on__lte=ON).exists()
                found.add((place.pk, rule.pk, Reason.TOO_FEW if held.exists() else Reason.LEFT if left else Reason.VACANT))
            elif rule.kind.sensible_load and sum(fits(duty, rule) for duty in held) < rule.minimum:
                found.add((place.pk, rule.pk, Reason.OVERLOADED))
    return found


def fits(duty, rule):
    return Duty.objects.held_on(ON).filter(person=duty.person_id, kind=rule.kind).count() <= rule.kind.sensible_load


if __name__ == "__main__":
    main()
