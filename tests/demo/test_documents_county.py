"""The county of the two documents: their countable statements, recounted by plain SQL and by the figures, and a year at work."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

import reports.gather  # noqa: F401 declares every app's figures
from demo.accounts import PASSWORD, accounts_here
from demo.places import roster_of
from hazards.models import Hazard, State
from publicity.models import Activity
from townships.figure import all_figures
from townships.gaps import find_gaps
from townships.models import Candidacy, County, Duty, Investment, Place, Township
from townships.period import Period

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module", autouse=True)
def documents_county(django_db_setup, django_db_blocker):
    """Loaded once for this module, and rolled back: each test's own rows stand in a transaction inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=TODAY, verbosity=0)
        yield County.objects.get(code="430799")
        transaction.set_rollback(True)


ACTIVITIES = """
    SELECT sum(a.quantity) FROM publicity_activity a JOIN publicity_activitykind k ON k.id = a.kind_id
    WHERE k.key = '{}' AND a.voided_at IS NULL AND a.held_on BETWEEN '2012-01-01' AND '2012-12-31'
"""
COST = """
    SELECT (SELECT sum(cost) FROM publicity_activity WHERE voided_at IS NULL AND extract(year FROM held_on) = 2012)
         + (SELECT sum(cost) FROM publicity_training WHERE voided_at IS NULL AND extract(year FROM held_on) = 2012)
"""
DRIVES = "SELECT count(*) FROM hazards_drive WHERE starts_on <= '2012-12-31' AND ends_on >= '2012-01-01'"
IN_DRIVES = """
    SELECT count(*) FROM hazards_hazard h JOIN hazards_drive d ON d.id = h.drive_id
    WHERE h.state = 'closed' AND extract(year FROM d.starts_on) = 2012
"""
STATEMENTS = [
    ("trainings.classes", 16, "SELECT count(*) FROM publicity_training WHERE voided_at IS NULL AND extract(year FROM held_on) = 2012"),
    ("publicity.leaflets", 5000, ACTIVITIES.format("leaflets")),
    ("publicity.banners", 32, ACTIVITIES.format("banners")),
    ("publicity.boards", 200, ACTIVITIES.format("boards")),
    ("publicity.slogans", 4, ACTIVITIES.format("slogans")),
    ("publicity.handbooks", 430, ACTIVITIES.format("handbooks")),
    ("publicity.cost", Decimal(54300), COST),
    ("drives.held", 4, DRIVES),
    ("drives.hazards_closed", 83, IN_DRIVES),
]


@pytest.mark.parametrize(("key", "stated", "sql"), STATEMENTS)
def test_the_first_documents_numbers(documents_county, key, stated, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        recounted = cursor.fetchone()[0]

    assert recounted == stated
    assert all_figures()[key].value(Period.year(2012), documents_county) == stated


def township(name):
    return Township.objects.get(name=name)


def test_guanting_has_six_zones_under_a_chief_each():
    chiefs = Duty.objects.filter(place__township=township("官亭乡"), kind__key="zone_chief")

    assert chiefs.values("place").distinct().count() == chiefs.values("person").distinct().count() == 6


def test_ziliang_has_284_on_its_roster_and_eight_working_groups():
    assert roster_of(township("子良乡")) == 284
    assert Duty.objects.filter(place=township("子良乡"), kind__key="group_head").count() == 8


def test_ziliang_has_four_inspectors_three_petrol_stations_and_six_mines():
    ziliang = Place.objects.filter(township=township("子良乡"), level="enterprise")

    assert Duty.objects.filter(place=township("子良乡"), kind__key="safety_inspector").count() == 4
    assert ziliang.filter(as_enterprise__sector__key="hazardous_chemicals").count() == 3
    assert ziliang.filter(as_enterprise__sector__key="non_coal_mines").count() == 6


def test_guanting_rectified_123_hazards():
    assert Hazard.objects.filter(township=township("官亭乡"), year=2008, state="closed").count() == 123


@pytest.mark.parametrize(
    ("name", "kind", "quantity"), [("官亭乡", "flyers", 50000), ("金鱼岭街道", "consultations", 5000), ("黄山头镇", "tv", 4)]
)
def test_publicity_of_the_second_document(documents_county, name, kind, quantity):
    assert Activity.objects.get(township=township(name), kind__key=kind, held_on__year=2008).quantity == quantity


def test_guantouzui_budgets_a_yuan_a_head():
    town = township("罐头嘴镇")

    assert Investment.objects.get(township=town, spent_on__year=2008).amount == town.population == 32000


def test_titles_were_reached_step_by_step():
    named = Candidacy.objects.get(township=township("子良乡"), campaign__round_number=1)

    assert [event.to_state for event in named.events.all()] == [
        "applied",
        "creating",
        "accepted",
        "reviewed",
        "checked",
        "noticed",
        "named",
    ]


def test_this_year_has_something_in_every_state():
    found = Hazard.objects.filter(found_at__year=2026)

    assert set(found.values_list("state", flat=True)) == set(State)
    assert found.overdue(TODAY).exists()


def test_nothing_happens_after_the_day_on_which_one_looks():
    assert timezone.localdate(Hazard.objects.latest("reported_at").reported_at) < TODAY


def test_gaps_are_few_and_true():
    gaps = find_gaps(Place.objects.all(), on=TODAY)

    assert sorted(gap.rule.kind.key for gap in gaps) == ["safety_inspector"] + ["village_supervisor"] * 3


def test_shows_an_account_for_every_role(client):
    assert [name for name, _words in accounts_here()] == ["ju", "ju2", "guanting", "guanting2", "lingdao", "admin", "audit"]
    assert client.login(username="guanting", password=PASSWORD)


def test_is_not_loaded_twice():
    with pytest.raises(CommandError, match="已经载入"):
        call_command("load_demo", verbosity=0)
