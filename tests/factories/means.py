"""Rows of stations, works, rules and plans, drills and accidents, each by the function that enters it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from tests.factories.chain import CertificateFactory
from tests.factories.townships import BureauFactory, PersonFactory, TownshipFactory
from townships.accidents import record_accident
from townships.models import (
    AccidentTarget,
    AccidentType,
    Drill,
    Duty,
    DutyKind,
    Equipment,
    EquipmentKind,
    NoAccidents,
    PhysicalWork,
    Provision,
    Sector,
    StationItem,
    StationYear,
    VillageOffice,
    WorkKind,
)
from townships.recording import record

DAY = date(2026, 5, 1)
NOON = timezone.make_aware(datetime(2026, 5, 1, 12))  # noqa: DTZ001 (made aware at once)


def entered(model, place, **fields):
    place = place or TownshipFactory()
    return record(model, by=BureauFactory(county=place.county or place.as_county), place=place, **fields)


def station_year(township=None, **fields):
    """A station that has all that is asked of one of 20,000 people, but for people and equipment."""
    told = {"year": 2026, "rooms": 2, "area": 40, "population": 20000, "budget_amount": Decimal(20000)} | fields
    return entered(StationYear, township, **told)


def equipment(township=None, kind="computer", **fields):
    return entered(Equipment, township, kind=EquipmentKind.objects.get(key=kind), **{"quantity": 1, "since_on": DAY} | fields)


def station_item(township=None, item=StationItem.Item.SIGN, **fields):
    return entered(StationItem, township, item=item, **{"evidence": "已挂牌", "since_on": DAY} | fields)


def outpost(village, **fields):
    return entered(VillageOffice, village, **{"since_on": DAY} | fields)


def staff(township, number=1, *, starts_on=date(2020, 1, 1), valid_until=date(2030, 12, 31), **fields):
    """Full-time people of the roster who hold a post in the township, and a certificate up to a day (None: no certificate)."""
    kind = DutyKind.objects.get(key="safety_inspector")
    told = {"county": township.county, "township": township, "is_full_time": True, "inspector_card": "湘01"} | fields
    people = PersonFactory.create_batch(number, **told)
    Duty.objects.bulk_create(Duty(person=person, kind=kind, place=township, starts_on=starts_on) for person in people)
    for person in people if valid_until else []:
        CertificateFactory(person=person, issued_on=date(2020, 1, 1), valid_until=valid_until)
    return people


def work(place=None, kind="bridges", quantity=2, **fields):
    kind = WorkKind.objects.get(key=kind)
    return entered(PhysicalWork, place, kind=kind, quantity=Decimal(str(quantity)), **{"done_on": DAY} | fields)


def provision(place=None, **fields):
    told = {"kind": Provision.Kind.PLAN, "title": "安全生产事故应急预案", "version": "第1版", "issued_on": DAY}
    return entered(Provision, place, **told | fields)


def drill(place=None, **fields):
    told = {"title": "火灾事故应急演练", "held_on": DAY, "people_present": 40, "evaluation": "总体良好"}
    return entered(Drill, place, **told | fields)


def accident(place=None, **fields):
    place = place or TownshipFactory()
    told = {
        "title": "车辆侧翻",
        "happened_at": NOON,
        "sector": Sector.objects.get(key="road_traffic"),
        "type": AccidentType.objects.get(key="vehicle"),
        "summary": "车辆侧翻",
    }
    return record_accident(by=BureauFactory(county=place.county), place=place, **told | fields)


def accident_target(place, deaths, *, year=2026):
    return entered(AccidentTarget, place, year=year, deaths=deaths, document="县安委〔2026〕1号")


def no_accidents(place, grade, *, through=DAY, **fields):
    return entered(NoAccidents, place, year=through.year, through=through, grade=grade, **{"basis": "逐乡镇核对"} | fields)


def minutes_later(minutes):
    return NOON + timedelta(minutes=minutes)
