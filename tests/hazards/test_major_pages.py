"""一单四制 on screen: the list, what each row waits for and whom, the file on a hazard's page, circulars."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from hazards.circulars import content_of, half_month, issue_half_month, recent_half_months, untold_half_months
from hazards.forms.half_month import HalfMonthForm
from hazards.majors import waits_for, with_file
from hazards.models import Action, Bulletin, Hazard, HazardDocument, State
from hazards.printers import print_bulletin
from hazards.progress import ProgressClock
from hazards.workflow import perform
from tests.factories.hazards import FOUND_AT, hazard_at, photo, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, TownshipFactory
from tests.spreadsheets import rows_of
from townships.period import Period

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 20)  # in the quarter in which they are found


def major_at(step, *done, **fields):
    hazard = hazard_at(step, grade=Hazard.Grade.MAJOR, **fields)
    bureau = BureauFactory(county=hazard.township.county)
    for action in done:
        perform(hazard, action, by=bureau, at=FOUND_AT + timedelta(days=9), **told(action, hazard))
    return hazard


def step_of(hazard, today=TODAY):
    step = waits_for(with_file(Hazard.objects).get(pk=hazard.pk), ProgressClock(today))
    return step and (step.words, step.whom, step.action)


REPORTED = [Action.REPORT, Action.SUPERVISE]


@pytest.mark.parametrize(
    ("step", "done", "words", "whom"),
    [
        (State.FOUND, [], "书面上报（双报告）", "township"),
        (State.FOUND, [Action.REPORT], "挂牌督办", "bureau"),
        (State.FOUND, REPORTED, "下达整改文书", "bureau"),
        (State.ORDERED, REPORTED, "制定治理方案", "unit"),
        (State.ORDERED, [*REPORTED, Action.PLAN], "核查五落实（已 0 项）", "township"),
        (State.ORDERED, [*REPORTED, Action.PLAN, Action.ASSURE], "核查五落实（已 1 项）", "township"),
        ("asked", REPORTED, "答复延期申请", "bureau"),
        (State.REPLIED, REPORTED, "申请验收", "unit"),
        ("applied", REPORTED, "组织验收", "bureau"),
        (State.ACCEPTED, [], "签批销号", "township"),
        (State.ENDORSED, [], "签批销号", "bureau"),
        (State.APPROVED, [], "签批销号", "official"),
    ],
)
def test_each_row_says_what_it_waits_for_and_whom(step, done, words, whom):
    hazard = major_at(step, *done)
    bureau = hazard.township.county.bureau_name
    names = {"township": hazard.township.name, "bureau": bureau, "unit": hazard.responsible_unit, "official": "县分管领导"}

    assert step_of(hazard)[:2] == (words, names[whom])


def with_all_items(step):
    hazard = major_at(step, *REPORTED, Action.PLAN)
    for item in ("aim", "funds", "people", "time", "safety"):
        perform(hazard, Action.ASSURE, by=hazard.created_by, item=item, evidence="已落实")
    return hazard


def test_prepared_hazard_waits_for_its_work_and_then_for_the_report_of_the_quarter():
    hazard = with_all_items(State.ORDERED)

    assert step_of(hazard) == ("整改", hazard.responsible_unit, Action.REPLY)
    assert step_of(hazard, date(2026, 4, 1)) == ("补报2026年第1季度进度", hazard.responsible_unit, Action.PROGRESS)


@pytest.mark.parametrize("step", [State.CLOSED, State.VOID])
def test_what_is_over_waits_for_nobody(step):
    assert step_of(major_at(step)) is None


@pytest.fixture
def county():
    return TownshipFactory(name="官亭乡").county


@pytest.fixture
def place(county):
    return EnterpriseFactory(township=county.places.get(name="官亭乡").as_township)


def numbers(client, **asked):
    page = client.get(reverse("hazards:majors"), asked)
    return [row.record for row in page.context["table"].rows]


def test_list_holds_the_open_major_hazards_and_the_closed_ones_when_asked(as_user, place, county):
    hazard_at(State.ORDERED, place=place)
    unclosed, closed = major_at(State.ORDERED, place=place), major_at(State.CLOSED, place=place)
    major_at(State.ORDERED)
    client = as_user(BureauFactory(county=county))

    assert [numbers(client), numbers(client, closed="only"), len(numbers(client, closed="with"))] == [[unclosed], [closed], 2]


@pytest.mark.parametrize(
    ("waits", "step"), [("extension", "asked"), ("acceptance", "applied"), ("acceptance", State.REPLIED), ("signature", State.ENDORSED)]
)
def test_list_can_be_filtered_by_what_is_waited_for(as_user, place, county, waits, step):
    waiting = major_at(step, place=place)
    major_at(State.ORDERED, place=place)

    assert numbers(as_user(BureauFactory(county=county)), waits=waits) == [waiting]


def test_list_finds_what_is_not_reported_not_supervised_not_planned(as_user, place, county):
    bare, reported = major_at(State.ORDERED, place=place), major_at(State.ORDERED, Action.REPORT, Action.PLAN, place=place)
    client = as_user(BureauFactory(county=county))

    assert numbers(client, waits="report") == [bare]
    assert numbers(client, waits="plan") == [bare]
    assert set(numbers(client, waits="supervision")) == {bare, reported}
    assert set(numbers(client, supervision="none")) == {bare, reported}


def test_township_sees_its_own(as_user, place):
    own = major_at(State.ORDERED, place=place)
    major_at(State.ORDERED, place=EnterpriseFactory(township=TownshipFactory(county=place.county)))

    assert numbers(as_user(own.created_by)) == [own]


def test_row_offers_the_step_to_whom_it_waits_for(as_user, place, county):
    hazard = major_at(State.ENDORSED, place=place)
    offered = reverse("hazards:act", args=[hazard.pk, Action.SIGN_BUREAU])

    assert offered in as_user(BureauFactory(county=county)).get(reverse("hazards:majors")).content.decode()
    assert offered not in as_user(hazard.created_by).get(reverse("hazards:majors")).content.decode()


def test_overdue_is_marked(as_user, place, county):
    major_at(State.ORDERED, place=place)

    assert "due-over" in as_user(BureauFactory(county=county)).get(reverse("hazards:majors"), {"due": "overdue"}).content.decode()


def test_spreadsheet_has_the_same_rows_with_all_their_fields(as_user, place, county):
    hazard = major_at(State.ORDERED, Action.REPORT, Action.SUPERVISE, place=place)

    response = as_user(BureauFactory(county=county)).get(reverse("hazards:export_majors"))

    head, *rows = rows_of(response.getvalue())[1:]
    row = dict(zip(head, rows[0], strict=True))
    assert len(rows) == 1
    assert [row[name] for name in ("编号", "现状及产生原因", "督办文号", "等什么")] == [
        hazard.number,
        "坡体开裂",
        f"{county.document_prefix}督办〔2026〕1号",
        "制定治理方案",
    ]


def test_file_on_the_page_shows_plan_items_and_the_three_boxes(as_user, place, county):
    hazard = major_at(State.ENDORSED, place=place)
    official = OfficialFactory(county=county)

    page = as_user(official).get(hazard.get_absolute_url())

    file = page.context["file"]
    assert [plan.version for plan in file["plans"]] == [1]
    assert [bool(event) for _level, event in file["signatures"]] == [True, False, False]
    assert "削坡减载，修截水沟" in page.content.decode()


def test_signature_of_a_round_that_was_refused_is_not_shown(as_user, place, county):
    hazard = major_at(State.ENDORSED, Action.REFUSE_CLOSING, Action.ASK_ACCEPTANCE, Action.ACCEPT, place=place)

    file = as_user(BureauFactory(county=county)).get(hazard.get_absolute_url()).context["file"]

    assert [event for _level, event in file["signatures"]] == [None, None, None]


def test_paper_that_came_with_a_step_is_for_those_who_see_the_hazard(as_user, place, county):
    hazard = major_at(State.ORDERED, place=place)
    client = as_user(BureauFactory(county=county))
    paper = SimpleUploadedFile("方案.jpg", photo().content, "image/jpeg")
    client.post(
        reverse("hazards:act", args=[hazard.pk, Action.PLAN]), told(Action.PLAN, hazard) | {"document": paper, "submission": SUBMISSION}
    )

    address = HazardDocument.objects.get().get_absolute_url()

    download = client.get(address)
    assert download.getvalue().startswith(b"\xff\xd8\xff")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert as_user(InspectorFactory()).get(address).status_code == 404


SUBMISSION = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (date(2026, 2, 15), date(2026, 2, 1), date(2026, 2, 15)),
        (date(2026, 2, 16), date(2026, 2, 16), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2025, 12, 16), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 15)),
    ],
)
def test_half_of_a_month(day, start, end):
    assert half_month(day) == Period(start, end)


def test_circular_counts_the_rows_of_the_list(place, county):
    supervised = major_at(State.ORDERED, Action.REPORT, Action.SUPERVISE, place=place)
    major_at(State.CLOSED, place=place)
    at = FOUND_AT.replace(month=5, day=2)

    content = content_of(county, half_month(at.date()), at=at)

    assert content["counts"] == {
        "unclosed": 1,
        "closed": 0,
        "supervised": 1,
        "province": 0,
        "planned": 0,
        "signing": 0,
        "overdue": 1,
    }
    assert [(row["number"], row["overdue_days"]) for row in content["overdue"]] == [(supervised.number, 2)]
    assert [row["late_progress"] for row in content["late"]] == ["2026年第1季度"]


def test_circular_of_the_half_month_in_which_it_was_closed_names_it(place, county):
    closed = major_at(State.CLOSED, place=place)
    at = closed.closed_at + timedelta(hours=1)

    content = content_of(county, half_month(at.date()), at=at)

    assert [row["number"] for row in content["closed"]] == [closed.number]


MARCH = Period(date(2026, 3, 1), date(2026, 3, 15))
LATER = FOUND_AT.replace(month=4, day=20)


def test_circular_of_an_earlier_half_month_tells_what_stood_on_the_list_at_its_end(place, county):
    reopened = major_at(State.CLOSED, place=place)
    perform(reopened, Action.REOPEN, by=BureauFactory(county=county), at=LATER, **told(Action.REOPEN, reopened))
    closed_since = major_at(State.CLOSED, place=place, at=FOUND_AT + timedelta(days=11))
    major_at(State.FOUND, place=place, at=FOUND_AT + timedelta(days=14))

    content = content_of(county, MARCH, at=LATER)

    assert [(row["number"], row["state"]) for row in content["rows"]] == [(closed_since.number, "整改中")]
    assert [row["number"] for row in content["closed"]] == [reopened.number]
    assert content["counted_at"] == "2026-03-15 24:00"


def test_circular_of_an_earlier_half_month_says_of_what_it_tells_as_issued(as_user, place, county):
    hazard, bureau = major_at(State.ORDERED, place=place), BureauFactory(county=county)
    perform(hazard, Action.SUPERVISE, by=bureau, at=LATER, **told(Action.SUPERVISE, hazard))

    circular = issue_half_month(county, MARCH, by=bureau, at=LATER)

    words = "按印发时的台账挂牌督办1项", "本通报于2026年4月20日印发，所列责任单位、督办级别、治理计划、五落实、期限和进度报告为印发时的情况"
    page = as_user(bureau).get(circular.get_absolute_url()).content.decode()
    paper = text_of(print_bulletin(circular.pk, lambda *progress: None))
    assert all(sentence in page and sentence in paper for sentence in words)
    assert [(row["step"], row["whom"]) for row in circular.content["rows"]] == [("", "")]


def test_circular_of_the_half_month_that_runs_tells_all_as_of_one_moment(place, county):
    major_at(State.ORDERED, place=place)

    content = content_of(county, MARCH, at=FOUND_AT)

    assert "told_on" not in content
    assert [row["step"] for row in content["rows"]] == ["书面上报（双报告）"]


def test_circular_is_issued_once_a_half_month_and_never_changes(place, county):
    hazard, bureau = major_at(State.ORDERED, place=place), BureauFactory(county=county)
    first = issue_half_month(county, MARCH, by=bureau, at=FOUND_AT)
    perform(hazard, Action.VOID, by=bureau, reason="重复登记")

    assert issue_half_month(county, MARCH, by=bureau, at=FOUND_AT.replace(day=15)) == first
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Bulletin.objects.update(year=2020)


def test_circulars_of_a_year_are_numbered_in_the_order_in_which_they_are_issued(county):
    bureau = BureauFactory(county=county)
    halves = [half_month(day) for day in (date(2026, 3, 16), date(2026, 3, 1), date(2025, 12, 31))]

    numbers = [issue_half_month(county, half, by=bureau, at=LATER).content["number"] for half in halves]

    assert numbers == ["2026年第1期", "2026年第2期", "2025年第1期"]


def test_half_months_without_a_circular_are_offered(county):
    issue_half_month(county, MARCH, by=BureauFactory(county=county), at=FOUND_AT)

    offered = untold_half_months(county, date(2026, 3, 31))

    assert [half.start for half in offered[:2]] == [date(2026, 3, 16), date(2026, 2, 16)]
    assert offered[-1] == Period(date(2025, 9, 16), date(2025, 9, 30))


def test_only_the_bureau_of_the_county_issues_it(place, county):
    for user in (InspectorFactory(township=place.township), BureauFactory(), OfficialFactory(county=county)):
        with pytest.raises(PermissionDenied):
            issue_half_month(county, MARCH, by=user)


def test_circular_is_issued_through_its_page_and_read_by_every_township(as_user, place, county):
    major_at(State.ORDERED, place=place, description="溢洪道堵塞，汛期有漫坝危险")
    client = as_user(BureauFactory(county=county))
    page = client.get(reverse("hazards:circulars"))

    told = {"half": page.context["half"].start, "as_shown": page.context["as_shown"], "early": "1"}
    response = client.post(reverse("hazards:new_circular"), told)

    neighbour = as_user(InspectorFactory(township__county=county))
    assert "溢洪道堵塞" in neighbour.get(response.url).content.decode()
    assert as_user(InspectorFactory()).get(response.url).status_code == 404


@pytest.mark.parametrize(("today", "runs"), [(date(2026, 11, 15), True), (date(2026, 11, 16), False)])
def test_a_half_month_runs_until_its_last_day_is_over(today, runs):
    halves = [half_month(date(2026, 11, 1))]

    assert HalfMonthForm({"half": "2026-11-01"}, halves=halves, today=today).runs is runs


def test_a_half_month_that_runs_is_told_of_only_by_whoever_says_so(as_user, county, monkeypatch):
    monkeypatch.setattr(HalfMonthForm, "runs", True)
    client = as_user(BureauFactory(county=county))
    page = client.get(reverse("hazards:circulars"))
    told = {"half": page.context["half"].start, "as_shown": page.context["as_shown"]}

    refused = client.post(reverse("hazards:new_circular"), told, follow=True)

    assert "这半个月还没有结束，确要现在印发的请先勾选" in refused.content.decode()
    assert ('name="early"' in page.content.decode(), Bulletin.objects.exists()) == (True, False)


def test_an_earlier_half_month_is_chosen_on_the_page(as_user, county):
    client, earlier = as_user(BureauFactory(county=county)), recent_half_months(timezone.localdate())[3]
    page = client.get(reverse("hazards:circulars"), {"half": earlier.start})
    assert page.context["half"] == earlier

    client.post(reverse("hazards:new_circular"), {"half": earlier.start, "as_shown": page.context["as_shown"]})

    assert Bulletin.objects.get().starts_on == earlier.start
    assert client.get(reverse("hazards:circulars"), {"half": earlier.start}).context["half"] != earlier


@pytest.mark.parametrize("half", ["", "2020-01-01", "2999-01-01", "x"])
def test_no_other_half_month_is_told_of(as_user, county, half):
    assert as_user(BureauFactory(county=county)).post(reverse("hazards:new_circular"), {"half": half}).status_code == 404


def test_the_address_of_a_new_circular_leads_to_where_it_is_checked(as_user, county):
    answer = as_user(BureauFactory(county=county)).get(reverse("hazards:new_circular"), follow=True)

    assert answer.redirect_chain == [(reverse("hazards:circulars"), 302)]
    assert "再按“印发通报”" in answer.content.decode()


def test_circular_is_printed_from_what_was_frozen(place, county):
    major_at(State.ORDERED, place=place, description="溢洪道堵塞，汛期有漫坝危险")
    circular = issue_half_month(county, half_month(timezone.localdate()), by=BureauFactory(county=county))

    pdf = print_bulletin(circular.pk, lambda *progress: None)

    assert "溢洪道堵塞" in text_of(pdf)


def text_of(pdf):
    """Without line breaks, and without the zero bytes that pypdf reads between figures of a face of few glyphs."""
    return re.sub(r"[\s\0]+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
