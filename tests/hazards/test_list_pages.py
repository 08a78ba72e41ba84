from datetime import timedelta

import pytest
from django.urls import reverse

from hazards.models import Action, Hazard, State
from hazards.workflow import perform
from tests.factories.hazards import FOUND_AT, DriveFactory, HazardFactory, InspectionFactory, hazard_at, photo, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, KeySiteFactory, SectorFactory, TownshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", document_prefix="官亭")


@pytest.fixture
def bureau(township):
    return BureauFactory(county=township.county)


@pytest.fixture
def place(township):
    return EnterpriseFactory(name="红星采石场", township=township)


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as captured:
        response = client.get(address)
    response.getvalue()
    assert response.status_code == 200
    return len(captured)


MAKERS = {
    "hazards": lambda place: hazard_at(State.REPLIED, place=place),
    "ledger": lambda place: hazard_at(State.REPLIED, place=place),
    "export": lambda place: hazard_at(State.REPLIED, place=place),
    "inspections": lambda place: InspectionFactory(place=place),
    "inspections_ledger": lambda place: InspectionFactory(place=place),
    "export_inspections": lambda place: InspectionFactory(place=place),
    "orders": lambda place: hazard_at(State.CLOSED, place=place),
    "drives": lambda place: DriveFactory(county=place.county),
    "majors": lambda place: hazard_at(State.REPLIED, place=place, grade="major"),
    "majors_ledger": lambda place: hazard_at(State.REPLIED, place=place, grade="major"),
    "export_majors": lambda place: hazard_at(State.REPLIED, place=place, grade="major"),
    "circulars": lambda place: hazard_at(State.REPLIED, place=place, grade="major"),
    "events": lambda place: hazard_at(State.ORDERED, place=place),
    "events_ledger": lambda place: hazard_at(State.ORDERED, place=place),
    "export_events": lambda place: hazard_at(State.ORDERED, place=place),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_list_asks_as_much_for_three_rows_as_for_one(as_user, bureau, place, name, django_assert_max_num_queries):
    client, address, make = as_user(bureau), reverse(f"hazards:{name}"), MAKERS[name]
    make(place)
    one = queries(client, address, django_assert_max_num_queries)
    for _ in range(2):
        make(place)

    assert queries(client, address, django_assert_max_num_queries) == one


def test_the_page_of_a_hazard_joins_few_tables():
    """PostgreSQL plans all orders of up to eight tables (join_collapse_limit): each more costs twice the time."""
    assert str(Hazard.objects.for_page().query).count(" JOIN ") < 8


def test_a_hazard_asks_as_much_for_a_long_history_as_for_a_short_one(as_user, bureau, place, django_assert_max_num_queries):
    client = as_user(bureau)
    short, long = hazard_at(State.REPLIED, place=place), hazard_at(State.REPLIED, place=place)
    for action, by in [(Action.FAIL, bureau), (Action.REPLY, long.created_by)] * 2:
        perform(long, action, by=by, at=long.found_at + timedelta(days=3), **told(action, long))

    addresses = [hazard.get_absolute_url() for hazard in (short, long)]
    one, two = (queries(client, address, django_assert_max_num_queries) for address in addresses)

    assert one == two


def test_a_major_hazards_file_asks_as_much_when_it_is_full(as_user, bureau, place, django_assert_max_num_queries):
    client = as_user(bureau)
    short, long = (hazard_at(State.REPLIED, place=place, grade="major") for _ in range(2))
    for hazard, some in [(short, ["aim"]), (long, ["aim", "funds", "time"])]:
        for item in some:
            perform(hazard, Action.ASSURE, by=bureau, item=item, evidence="已落实", pictures=[photo()])
            perform(hazard, Action.PLAN, by=bureau, **told(Action.PLAN, hazard))

    one, two = (queries(client, hazard.get_absolute_url(), django_assert_max_num_queries) for hazard in (short, long))

    assert one == two


# Neither order of entry is an order of days.
MOMENTS = [FOUND_AT + timedelta(days=days) for days in (3, 6, 0)]
DATED = {
    "hazards": ("found_at", lambda place, at: HazardFactory(place=place, at=at)),
    "inspections": ("inspected_at", lambda place, at: InspectionFactory(place=place, inspected_at=at)),
    "orders": ("issued_on", lambda place, at: hazard_at(State.ORDERED, place=place, at=at)),
    "events": ("at", lambda place, at: hazard_at(State.ORDERED, place=place, at=at)),
}


@pytest.mark.parametrize("name", DATED)
def test_a_list_shows_the_newest_first(as_user, bureau, place, name):
    date_of, make = DATED[name]
    for at in MOMENTS:
        make(place, at)

    rows = as_user(bureau).get(reverse(f"hazards:{name}")).context["table"].rows

    shown = [getattr(row.record, date_of) for row in rows]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] > shown[-1]


def numbers(client, **filters):
    page = client.get(reverse("hazards:hazards"), filters)
    return [row.record.number for row in page.context["table"].rows]


def test_the_title_is_a_sentence(as_user, bureau, place):
    HazardFactory(place=place)

    page = as_user(bureau).get(reverse("hazards:hazards"), {"township": place.township_id})

    assert "官亭乡：1 条隐患未销号" in page.content.decode()


@pytest.mark.parametrize("view", ["found", "replied", "closed", "void"])
def test_a_tab_holds_its_state(as_user, bureau, place, view):
    for state in (State.FOUND, State.REPLIED, State.CLOSED, State.VOID):
        hazard_at(state, place=place)

    page = as_user(bureau).get(reverse("hazards:hazards"), {"view": view})

    assert [row.record.state for row in page.context["table"].rows] == [view]


def test_tabs_keep_the_other_filters(as_user, bureau, place):
    HazardFactory(place=place), HazardFactory(place=EnterpriseFactory(township=TownshipFactory(county=place.county)))

    page = as_user(bureau).get(reverse("hazards:hazards"), {"township": place.township_id})

    assert page.context["filter"].counts["all"] == 1
    assert all(f"township={place.township_id}" in address for *_, address in page.context["filter"].tabs)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 1),
        ({"grade": "general"}, 1),
        ({"grade": "major"}, 0),
        ({"due": "overdue"}, 1),
        ({"due": "soon"}, 0),
        ({"found_from": "2026-03-02", "found_to": "2026-03-02"}, 1),
        ({"found_from": "2026-03-03"}, 0),
        ({"found_to": "2026-03-01"}, 0),
        ({"source": "inspection"}, 1),
        ({"source": "public"}, 0),
        ({"late": "1"}, 0),
        ({"person": "没有此人"}, 0),
        ({"q": "红星"}, 1),
        ({"q": "水泵"}, 0),
        ({"found_from": "9999-12-31"}, 1),
        ({"place": "99999999999999999999"}, 1),
        ({"view": "nonsense"}, 1),
        ({"page": "nonsense", "sort": "nonsense"}, 1),
    ],
)
def test_filters(as_user, bureau, place, filters, count):
    hazard_at(State.ORDERED, place=place)

    assert len(numbers(as_user(bureau), **filters)) == count


def test_filter_by_sector_and_drive(as_user, bureau, place):
    drive = DriveFactory(county=place.county)
    HazardFactory(place=place, drive=drive)

    client = as_user(bureau)

    assert len(numbers(client, sector=place.sector_id, drive=drive.pk)) == 1
    assert numbers(client, sector=SectorFactory().pk) == []


def test_a_row_offers_the_next_step(as_user, bureau, place):
    hazard = HazardFactory(place=place)

    page = as_user(bureau).get(reverse("hazards:hazards")).content.decode()

    assert reverse("hazards:act", args=[hazard.pk, "order"]) in page


def test_a_deadline_is_written_alike_before_and_after_closing(as_user, bureau, place):
    ordered, closed = hazard_at(State.ORDERED, place=place), hazard_at(State.CLOSED, place=place)

    page = as_user(bureau).get(reverse("hazards:hazards")).content.decode()

    assert ordered.deadline == closed.deadline
    assert page.count(f"{closed.deadline:%Y-%m-%d}") == 2


def test_the_list_survives_long_names_and_missing_values(as_user, bureau, place):
    HazardFactory(place=place, description="很长" * 900)
    Hazard.objects.update(responsible_unit="单" * 80, responsible_person="")

    assert as_user(bureau).get(reverse("hazards:hazards")).status_code == 200


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"state": "closed"}, "官亭乡：2 条隐患已销号"),
        ({"state": "closed", "grade": "general"}, "官亭乡：符合条件的隐患 2 条"),
        ({"grade": "general"}, "官亭乡：符合条件的隐患 3 条"),
        ({}, "官亭乡：1 条隐患未销号"),
    ],
)
def test_the_heading_says_what_is_listed(as_user, bureau, place, asked, sentence):
    for state in (State.CLOSED, State.CLOSED, State.ORDERED):
        hazard_at(state, place=place)

    page = as_user(bureau).get(reverse("hazards:hazards"), {"township": place.township_id, **asked})

    assert f"{sentence}</h1>" in page.text.replace("\n", "")


def test_what_has_no_owner_is_listed_by_its_own_name(as_user):
    slope = KeySiteFactory(name="金鸡岭危岩")
    hazard = HazardFactory(place=slope)

    shown = as_user(hazard.created_by).get(reverse("hazards:hazards")).content.decode()

    assert f"金鸡岭危岩 <small>{hazard.responsible_unit}</small>" in shown


@pytest.mark.parametrize("name", ["townships:messages", "townships:accidents", "hazards:illegal_acts"])
@pytest.mark.parametrize("asked", [{"start": "0001-01-01"}, {"end": "9999-12-31"}])
def test_the_ends_of_the_calendar_are_no_period(as_user, bureau, name, asked):
    assert as_user(bureau).get(reverse(name), asked).status_code == 200


def test_a_printed_part_of_the_ledger_says_which_part(as_user, bureau, place):
    HazardFactory(place=place)
    client, address = as_user(bureau), reverse("hazards:ledger")

    pages = [client.get(address, asked).content.decode() for asked in ({}, {"grade": "major"}, {"found_from": "昨天"})]

    assert ["条件：" in page for page in pages] == [False, True, False]
    assert "等级 重大" in pages[1]
    assert "没有符合条件的记录。" in pages[1]
    assert "筛选条件“发现日期从”不能用，已忽略。" in pages[2]


def test_the_page_of_a_hazard_writes_its_days_in_one_way(as_user, bureau, place):
    hazard = hazard_at(State.REPLIED, place=place)

    page = as_user(bureau).get(hazard.get_absolute_url()).content.decode()

    assert f"<dt>整改期限</dt><dd>{hazard.deadline:%Y-%m-%d}</dd>" in page
    assert f"期限 {hazard.deadline:%Y-%m-%d}" in page
