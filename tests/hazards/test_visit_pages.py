import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.models import Drive, Hazard, Inspection, State
from tests.factories.hazards import FOUND_AT, DriveFactory, HazardFactory, InspectionFactory, hazard_at
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, SectorFactory, TownshipFactory
from tests.spreadsheets import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return EnterpriseFactory()


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


@pytest.fixture
def bureau(place):
    return BureauFactory(county=place.county)


@pytest.fixture
def drive(place):
    """The only one that runs in the place's sector."""
    today = timezone.localdate()
    return DriveFactory(county=place.county, sector=place.sector, state="running", starts_on=today, ends_on=today)


@pytest.fixture
def send(as_user, inspector, place):
    def send_form(**typed):
        fields = {
            "submission": str(uuid.uuid4()),
            "place": place.pk,
            "inspected_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
            "kind": "daily",
            "inspectors": [inspector.person_id],
            "result": "nothing",
        }
        return as_user(inspector).post(reverse("hazards:record_inspection"), fields | typed)

    return send_form


def test_a_visit_that_found_nothing_says_so(send, as_user, inspector):
    response = send()

    page = as_user(inspector).get(response.url).content.decode()
    assert "本次检查未发现隐患" in page


def test_a_visit_of_long_ago_is_asked_about(send):
    moment = f"{timezone.localtime() - timedelta(days=40):%Y-%m-%dT%H:%M}"

    asked = send(inspected_at=moment)

    assert "距今已有 40 天" in asked.content.decode()
    assert not Inspection.objects.exists()
    assert send(inspected_at=moment, is_old="on").status_code == 302


def test_the_one_drive_that_runs_in_the_places_sector_is_chosen(as_user, inspector, place, drive):
    form = as_user(inspector).get(f"{reverse('hazards:record_inspection')}?place={place.pk}").context["form"]

    assert (form["drive"].value(), form["drive_offered"].value()) == (drive.pk, drive.pk)


def test_the_form_asks_for_everything_and_folds_what_is_seldom_told(as_user, inspector):
    page = as_user(inspector).get(reverse("hazards:record_inspection"))

    first, folded = page.content.decode().split('<details class="rarely">')
    asked = [name for name in page.context["form"].fields if f'id="div_id_{name}"' in folded]
    assert asked == ["inspected_at", "drive", "inspectors", "parties", "accompanied_by", "unit_signatory", "unit_refusal"]
    assert all(f'name="{name}"' in first for name in ("place", "sector", "kind", "content", "result", "submission", "drive_offered"))
    assert f"检查人员：{inspector.person}" in folded


def test_what_is_wrong_is_not_folded_away(send):
    assert '<details class="rarely" open>' in send(inspectors=[]).content.decode()


def test_a_drive_chosen_for_another_place_is_taken_back(send, place, drive):
    send(place=EnterpriseFactory(township=place.township).pk, drive=drive.pk, drive_offered=drive.pk)
    send(drive=drive.pk, drive_offered=drive.pk)

    assert [visit.drive for visit in Inspection.objects.order_by("pk")] == [None, drive]


@pytest.mark.parametrize(("days", "is_refused"), [((-9, -2), False), ((-1, 9), True), ((-9, -4), True)])
def test_a_drive_takes_late_what_happened_in_its_days(send, drive, days, is_refused):
    drive.starts_on, drive.ends_on = (timezone.localdate() + timedelta(days=count) for count in days)
    drive.save()
    three_days_ago = timezone.localtime() - timedelta(days=3)

    answer = send(drive=drive.pk, inspected_at=f"{three_days_ago:%Y-%m-%dT%H:%M}")

    assert (answer.status_code == 200 and "所填时间不在其中" in answer.content.decode()) == is_refused
    assert Inspection.objects.filter(drive=drive).exists() != is_refused


def test_a_drive_that_has_not_begun_is_not_offered(as_user, inspector, drive):
    tomorrow = timezone.localdate() + timedelta(days=1)
    DriveFactory(county=drive.county, state="plan", starts_on=drive.starts_on, ends_on=tomorrow)
    DriveFactory(county=drive.county, starts_on=tomorrow, ends_on=tomorrow)
    for name in ("record_inspection", "log_hazard", "new_enforcement", "new_illegal_act", "new_outcome"):
        form = as_user(inspector).get(reverse(f"hazards:{name}")).context["form"]
        assert [*form.fields["drive"].queryset] == [drive], name


def test_a_visit_entered_from_a_drives_page_is_one_of_its_kind(as_user, inspector, drive):
    form = as_user(inspector).get(reverse("hazards:record_inspection"), {"drive": drive.pk}).context["form"]

    assert (form["drive"].value(), form["kind"].value()) == (str(drive.pk), "drive")


def test_a_visit_that_found_something_goes_on_to_the_hazard(send):
    response = send(result="something")

    assert response.url == f"{reverse('hazards:log_hazard')}?inspection={Inspection.objects.get().pk}"


def test_a_visit_sent_twice_is_one(send):
    submission = str(uuid.uuid4())
    send(submission=submission), send(submission=submission)

    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "999999"),
        ("inspectors", []),
        ("inspected_at", "2099-01-01T08:00"),
        ("result", ""),
        ("content", "字" * 2001),
        ("kind", "x"),
    ],
)
def test_bad_input_is_refused_beside_its_field(send, field, value):
    response = send(**{field: value})

    assert response.context["form"].has_error(field)
    assert not Inspection.objects.exists()


def test_somebody_elses_form_is_refused(send, place):
    response = send(submission=str(InspectionFactory(place=place).submission))

    assert response.context["form"].has_error("submission", "not_yours")


@pytest.mark.parametrize(("found", "count"), [("some", 1), ("none", 1), ("", 2)])
def test_visits_by_what_they_found(as_user, inspector, place, found, count):
    HazardFactory(place=place, inspection=InspectionFactory(place=place))
    InspectionFactory(place=place)

    page = as_user(inspector).get(reverse("hazards:inspections"), {"found": found})

    assert page.context["table"].paginator.count == count


def test_a_voided_visit_is_listed_only_when_asked_for(as_user, inspector, place):
    visit = InspectionFactory(place=place)
    as_user(inspector).post(reverse("hazards:void_inspection", args=[visit.pk]), {"reason": "误录"})

    lists = [as_user(inspector).get(reverse("hazards:inspections"), {"voided": voided}) for voided in ("", "1")]

    assert [page.context["table"].paginator.count for page in lists] == [0, 1]


def test_the_printed_ledger_names_place_and_period_and_why_a_visit_was_voided(as_user, inspector, place):
    visit = InspectionFactory(place=place)
    as_user(inspector).post(reverse("hazards:void_inspection", args=[visit.pk]), {"reason": "录错了村"})
    day = timezone.localdate(visit.inspected_at)

    page = as_user(inspector).get(reverse("hazards:inspections_ledger"), {"voided": "1"}).content.decode()

    assert f"{place.township}安全检查记录台账" in page
    assert f"{day} 至 {day}" in page
    assert "录错了村" in page


@pytest.mark.parametrize(("name", "title"), [("print_drives", "专项整治行动台账"), ("checklists_ledger", "安全检查表目录")])
def test_a_printed_ledger_names_whose_it_is(as_user, bureau, name, title):
    assert f"{bureau.county}{title}" in as_user(bureau).get(reverse(f"hazards:{name}")).content.decode()


def test_a_visit_is_voided_with_a_reason_only(as_user, inspector, place):
    visit = InspectionFactory(place=place)

    as_user(inspector).post(reverse("hazards:void_inspection", args=[visit.pk]), {"reason": ""})

    assert Inspection.objects.counted().get() == visit


def test_a_visit_with_hazards_is_not_voided(as_user, inspector, place):
    visit = InspectionFactory(place=place)
    HazardFactory(place=place, inspection=visit)

    as_user(inspector).post(reverse("hazards:void_inspection", args=[visit.pk]), {"reason": "误录"})

    assert Inspection.objects.counted().exists()


def test_readers_void_nothing(as_user, place):
    visit = InspectionFactory(place=place)

    response = as_user(OfficialFactory(county=place.county)).post(reverse("hazards:void_inspection", args=[visit.pk]), {"reason": "误录"})

    assert response.status_code == 403


def test_a_drive_counts_by_township(as_user, bureau, place):
    drive = DriveFactory(county=place.county)
    (
        hazard_at(State.CLOSED, place=place, drive=drive),
        HazardFactory(place=place, drive=drive),
        hazard_at(State.VOID, place=place, drive=drive),
    )

    page = as_user(bureau).get(drive.get_absolute_url())

    assert [(row["found"], row["closed"]) for row in page.context["tally"].townships] == [(2, 1)]
    assert page.context["tally"].hazards == {"found": 2, "closed": 1, "late": 0, "major": 0}


def test_a_township_sees_its_own_rows_of_a_drive(as_user, place, inspector):
    drive = DriveFactory(county=place.county)
    HazardFactory(place=place, drive=drive)
    HazardFactory(place=EnterpriseFactory(township=TownshipFactory(county=place.county)), drive=drive)

    assert as_user(inspector).get(drive.get_absolute_url()).context["tally"].hazards["found"] == 1


def drive_fields(**typed):
    return {"name": "春季整治", "sector": SectorFactory().pk, "starts_on": "2026-03-01", "ends_on": "2026-03-31"} | typed


def test_the_bureau_plans_a_drive_and_changes_it(as_user, bureau):
    client = as_user(bureau)
    client.post(reverse("hazards:new_drive"), drive_fields())
    drive = Drive.objects.get()

    client.post(reverse("hazards:edit_drive", args=[drive.pk]), drive_fields(outcome="查处 3 起"))

    drive.refresh_from_db()
    assert (drive.county, drive.outcome) == (bureau.county, "查处 3 起")


def test_other_days_of_a_drive_are_told_in_its_history(as_user, bureau):
    drive = DriveFactory(county=bureau.county)
    client, address = as_user(bureau), reverse("hazards:edit_drive", args=[drive.pk])

    client.post(address, drive_fields(ends_on="2026-03-20"))
    client.post(address, drive_fields(ends_on="2026-03-20", outcome="查处 3 起"))

    event = drive.events.get()
    assert (event.action, event.by, event.reason) == ("move", bureau, "结束日期由 2026-03-31 改为 2026-03-20")
    assert event.reason in client.get(drive.get_absolute_url()).content.decode()


def test_days_of_a_drive_go_no_further_in_than_its_rows(as_user, bureau, place):
    drive = DriveFactory(county=bureau.county)
    HazardFactory(place=place, drive=drive), hazard_at(State.VOID, place=place, drive=drive)
    found, address = FOUND_AT.date(), reverse("hazards:edit_drive", args=[drive.pk])
    days = {"starts_on": found + timedelta(days=1)}, {"ends_on": found - timedelta(days=1)}

    refused = [as_user(bureau).post(address, drive_fields(**typed)).context["form"].errors for typed in days]

    assert refused == [
        {"starts_on": [f"已有更早的记录计入本行动：隐患 1 条（最早 {found}）。"]},
        {"ends_on": [f"已有更晚的记录计入本行动：隐患 1 条（最晚 {found}）。"]},
    ]
    assert as_user(bureau).post(address, drive_fields(starts_on=found, ends_on=found)).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("ends_on", {"ends_on": "2026-02-01"}),
        ("ends_on", {"ends_on": "2099-02-01"}),
        ("name", {"name": "整" * 81}),
        ("aim", {"aim": "整" * 2001}),
    ],
)
def test_bad_input_of_a_drive(as_user, bureau, field, typed):
    response = as_user(bureau).post(reverse("hazards:new_drive"), drive_fields(**typed))

    assert response.context["form"].has_error(field)


def test_a_second_drive_of_the_same_name_and_day_is_refused(as_user, bureau):
    client = as_user(bureau)
    client.post(reverse("hazards:new_drive"), drive_fields())

    response = client.post(reverse("hazards:new_drive"), drive_fields())

    assert response.context["form"].errors
    assert Drive.objects.count() == 1


def test_a_paper_is_asked_for_once(as_user, inspector, place):
    order = hazard_at(State.ORDERED, place=place).orders.get()
    client = as_user(inspector)
    for _ in range(2):
        client.post(reverse("hazards:print_order", args=[order.pk]))

    assert client.get(order.get_absolute_url()).context["printing"].job.subject_id == order.pk


def test_a_paper_that_is_not_printed_is_not_there(as_user, inspector, place):
    order = hazard_at(State.ORDERED, place=place).orders.get()

    assert as_user(inspector).get(reverse("hazards:order_paper", args=[order.pk])).status_code == 404


def test_another_townships_paper_is_not_printed(as_user, place):
    order = hazard_at(State.ORDERED, place=place).orders.get()

    assert as_user(InspectorFactory()).post(reverse("hazards:print_order", args=[order.pk])).status_code == 404


def test_the_record_can_be_searched(as_user, bureau, place):
    hazard = hazard_at(State.ORDERED, place=place)

    page = as_user(bureau).get(reverse("hazards:events"), {"q": hazard.number, "action": "order"})

    assert [row.record.action for row in page.context["table"].rows] == ["order"]
    assert Hazard.objects.count() == 1


def test_the_county_reads_of_each_visit_in_which_township_it_was(as_user, bureau, place):
    InspectionFactory(place=place)
    client = as_user(bureau)

    exported = rows_of(client.get(reverse("hazards:export_inspections")).getvalue())
    pages = [client.get(reverse(f"hazards:{name}")).content.decode() for name in ("inspections", "inspections_ledger")]

    assert exported[1][1:3] == ["被检查单位或部位", "乡镇（街道）"]
    assert exported[2][1:3] == [str(place), str(place.township)]
    assert all(f">{place.township}</td>" in "".join(page.split("\n")) for page in pages)


def test_the_newest_visit_is_exported_first(as_user, bureau, place):
    days = [FOUND_AT, FOUND_AT + timedelta(days=2), FOUND_AT + timedelta(days=1)]
    visits = [InspectionFactory(place=place, inspected_at=at, content=f"{at:%d}日") for at in days]

    _title, heads, *rows = rows_of(as_user(bureau).get(reverse("hazards:export_inspections")).getvalue())

    assert [row[heads.index("检查内容和情况")] for row in rows] == [visits[n].content for n in (1, 2, 0)]


def test_the_printed_ledger_of_visits_obeys_filters(as_user, inspector, place):
    InspectionFactory(place=place, kind="daily"), InspectionFactory(place=place, kind="weekly")

    page = as_user(inspector).get(reverse("hazards:inspections_ledger"), {"kind": "weekly"})

    assert page.context["table"].paginator.count == 1
    assert "检查类别 周督查" in page.content.decode()
