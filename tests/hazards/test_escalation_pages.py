from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.models import Escalation, EscalationStep, QuietHours, State
from tests.factories.escalation import RUNGS, at, escalated, holder_of, overdue_hazard
from tests.factories.townships import (
    AuditorFactory,
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    SectorFactory,
    TownshipFactory,
)
from tests.spreadsheets import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", document_prefix="官亭")


@pytest.fixture
def bureau(township):
    return BureauFactory(county=township.county)


@pytest.fixture
def hazard(township):
    hazard = overdue_hazard(place=EnterpriseFactory(name="红星采石场", township=township))
    escalated(hazard, "unit")
    return hazard


def rows(client, **filters):
    return client.get(reverse("hazards:escalations"), filters).context["table"].paginator.count


def test_the_list_tells_who_is_on_which_step_since_when(as_user, bureau, hazard):
    head = holder_of("township_head", hazard.township)
    later = overdue_hazard(place=hazard.place)
    escalated(later, "township_head")

    page = as_user(bureau).get(reverse("hazards:escalations"), {"rung": "township_head"}).content.decode()

    assert f"{head}（{hazard.township.government}）" in page
    assert "报告乡镇主要负责人" in page
    assert "官亭" in page


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 6),
        ({"rung": "bureau"}, 1),
        ({"highest": "1"}, 1),
        ({"mine": "1"}, 4),
        ({"state": "done"}, 0),
        ({"state": "over"}, 0),
        ({"state": "all"}, 6),
        ({"grade": "major"}, 0),
        ({"q": "红星"}, 6),
        ({"q": "别处"}, 0),
        ({"raised_from": "2026-06-02"}, 0),
        ({"raised_from": "2026-05-18"}, 2),
        ({"raised_to": "2026-06-01"}, 6),
        ({"person": "无此人"}, 0),
    ],
)
def test_filters(as_user, bureau, hazard, filters, count):
    assert rows(as_user(bureau), **filters) == count


def test_filter_by_township_and_sector(as_user, bureau, hazard):
    client = as_user(bureau)

    assert rows(client, township=hazard.township_id) == rows(client, sector=hazard.sector_id) == 6
    assert rows(client, sector=SectorFactory().pk) == rows(client, township=TownshipFactory(county=bureau.county).pk) == 0


@pytest.mark.parametrize("sort", ["hazard", "township", "unit", "deadline", "rung", "raised_at", "answers"])
def test_columns_sort(as_user, bureau, hazard, sort):
    assert as_user(bureau).get(reverse("hazards:escalations"), {"sort": f"-{sort}"}).status_code == 200


def test_each_sees_what_is_in_reach(as_user, hazard):
    users = [
        InspectorFactory(township=hazard.township),
        OfficialFactory(county=hazard.township.county),
        InspectorFactory(),
        BureauFactory(),
    ]

    assert [rows(as_user(user)) for user in users] == [6, 6, 0, 0]


@pytest.mark.parametrize("page", ["escalations", "escalation_ledger", "export_escalations"])
def test_lists_ask_as_much_for_three_rows_as_for_one(as_user, bureau, hazard, page, django_assert_max_num_queries):
    client, address = as_user(bureau), reverse(f"hazards:{page}")
    with django_assert_max_num_queries(60) as one:
        client.get(address, {"rung": "unit"}).getvalue()
    for _ in range(2):
        escalated(overdue_hazard(place=EnterpriseFactory(township=hazard.township)), "unit")

    with django_assert_max_num_queries(len(one)):
        client.get(address, {"rung": "unit"}).getvalue()


def exported(client, **filters):
    return client.get(reverse("hazards:export_escalations"), filters).getvalue()


def test_the_spreadsheet_has_the_rows_of_the_list(as_user, bureau, hazard):
    title, heads, *told = rows_of(exported(as_user(bureau), rung="circular"))

    assert "逾期隐患督办台账" in title[0]
    assert [row[heads.index("督办步骤")] for row in told] == ["全县通报"]
    assert told[0][0] == hazard.number


def test_the_printed_ledger_has_no_buttons(as_user, bureau, hazard):
    page = as_user(bureau).get(reverse("hazards:escalation_ledger")).content.decode()

    assert "逾期隐患督办台账" in page
    assert reverse("hazards:answer_escalation", args=[Escalation.objects.first().pk]) not in page


@pytest.mark.parametrize("page", ["escalations", "escalation_ledger", "escalation_steps"])
def test_a_year_without_its_holidays_is_named_where_working_days_are_counted(as_user, bureau, page, monkeypatch):
    monkeypatch.setattr("townships.workdays.is_announced", lambda year: False)

    assert f"{timezone.localdate().year}年未发布放假通知，暂按法定节日" in as_user(bureau).get(reverse(f"hazards:{page}")).content.decode()


def step_of(hazard, rung="unit"):
    return Escalation.objects.get(hazard=hazard, rung=rung)


def answering(client, step, note="已上门督促"):
    return client.post(reverse("hazards:answer_escalation", args=[step.pk]), {"note": note})


def test_what_was_done_stands_on_the_hazards_page(as_user, bureau, hazard):
    client = as_user(bureau)

    assert answering(client, step_of(hazard)).url == hazard.get_absolute_url()
    page = client.get(hazard.get_absolute_url()).content.decode()
    assert "已上门督促" in page
    assert "逾期督办：催办责任单位" in page
    assert rows(client) == 5
    assert rows(client, state="done") == 1


def test_a_note_is_asked_for(as_user, bureau, hazard):
    answer = answering(as_user(bureau), step_of(hazard), note="")

    assert answer.context["form"].has_error("note")
    assert answer.status_code == 200


def test_the_second_is_told(as_user, bureau, hazard):
    client = as_user(bureau)
    answering(client, step_of(hazard))

    page = client.post(reverse("hazards:answer_escalation", args=[step_of(hazard).pk]), {"note": "又一次"}, follow=True)

    assert "不用再督办" in page.content.decode()
    assert "又一次" not in page.content.decode()


def test_the_deed_itself_is_offered(as_user, bureau, hazard):
    page = as_user(bureau).get(reverse("hazards:answer_escalation", args=[step_of(hazard, "stop").pk])).content.decode()

    assert reverse("hazards:act", args=[hazard.pk, "suspend"]) in page


def test_a_note_does_not_pass_for_the_measure_itself(as_user, bureau, hazard):
    client, step = as_user(bureau), step_of(hazard, "stop")
    assert "不采取这一措施，登记理由" in client.get(reverse("hazards:answer_escalation", args=[step.pk])).content.decode()

    answering(client, step, note="已于当日自行停产")

    assert "没有“责令停产停业整改”：已于当日自行停产" in client.get(hazard.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("factory", "rung", "status"),
    [(InspectorFactory, "unit", 404), (OfficialFactory, "unit", 403), (AuditorFactory, "unit", 403)],
)
def test_others_answer_nothing(as_user, hazard, factory, rung, status):
    user = factory() if factory is InspectorFactory else factory(county=hazard.township.county)

    assert answering(as_user(user), step_of(hazard, rung)).status_code == status


def test_an_inspector_answers_not_for_the_bureau(as_user, hazard):
    assert answering(as_user(hazard.created_by), step_of(hazard, "letter")).status_code == 403


def test_what_the_bureau_has_to_do_is_not_offered_to_the_township(as_user, hazard):
    page = as_user(hazard.created_by).get(reverse("hazards:escalations")).content.decode()

    assert page.count("/answer/") == 2


def test_the_timeline_keeps_the_order_of_time(as_user, bureau, hazard):
    events = as_user(bureau).get(hazard.get_absolute_url()).context["events"]

    assert [event["at"] for event in events] == sorted((event["at"] for event in events), reverse=True)
    assert len(events) == 2 + 6


def test_the_ladder_says_that_it_is_a_sample(as_user, bureau):
    page = as_user(bureau).get(reverse("hazards:escalation_steps")).content.decode()

    assert "示例" in page
    assert "《安全生产法》第七十条" in page


def test_the_ladder_says_what_its_days_run_from_and_what_comes_late(as_user, bureau):
    """What tests/hazards/test_escalation.py holds, in words."""
    page = as_user(bureau).get(reverse("hazards:escalation_steps")).content.decode()

    assert "天数都从整改期限的第二天算起，不从上一步算起" in page
    assert "以后每一步从上一步实际督办之日起，再隔两步之间相差的天数，不一次补齐" in page
    assert "可能立即引发事故的，报告乡镇和县局不等：错过的接连补办" in page


def change(client, rung="bureau", **fields):
    told = {"days": "6", "in_workdays": "on", "is_in_use": "on", "source": "县安委会2026年第3号文件"} | fields
    return client.post(reverse("hazards:edit_escalation_step", args=[rung]), told)


def test_the_first_step_that_is_edited_takes_the_ladder_over(as_user, bureau):
    change(as_user(bureau))

    own = EscalationStep.objects.filter(county=bureau.county)
    assert sorted(own.values_list("rung", flat=True)) == sorted(RUNGS)
    assert own.get(rung="bureau").days == 6
    assert EscalationStep.objects.get(county=None, rung="bureau").days == 5


def test_another_county_keeps_the_samples(as_user, bureau):
    change(as_user(bureau))

    other = as_user(BureauFactory()).get(reverse("hazards:escalation_steps")).context["ladder"]
    assert other.is_sample
    assert len(other.steps) == 7


@pytest.mark.parametrize(("field", "typed"), [("days", "0"), ("days", "400"), ("days", "三"), ("source", "")])
def test_bad_steps_are_refused_beside_their_field(as_user, bureau, field, typed):
    assert change(as_user(bureau), **{field: typed}).context["form"].has_error(field)


@pytest.mark.parametrize(
    ("rung", "days", "in_workdays", "words"),
    [
        ("letter", "4", "on", "不能早于前一步“报告县局”（超期 5 个工作日）"),
        ("letter", "6", "", "不能早于前一步“报告县局”（超期 5 个工作日）"),
        ("letter", "11", "on", "不能晚于后一步“全县通报”（超期 10 个工作日）"),
        ("bureau", "2", "", "不能早于前一步“报告乡镇主要负责人”（超期 3 天）"),
        ("letter", "7", "", ""),
    ],
)
def test_a_step_keeps_its_place_among_its_neighbours(as_user, bureau, rung, days, in_workdays, words):
    answer = change(as_user(bureau), rung, days=days, in_workdays=in_workdays)

    said = "".join(answer.context["form"].errors["days"]) if answer.status_code == 200 else ""
    assert (words in said, bool(said)) == (True, bool(words))


def test_only_looking_takes_nothing_over(as_user, bureau):
    client = as_user(bureau)

    assert client.get(reverse("hazards:edit_escalation_step", args=["unit"])).status_code == 200
    assert not EscalationStep.objects.filter(county=bureau.county).exists()


def test_no_such_step(as_user, bureau):
    assert as_user(bureau).get(reverse("hazards:edit_escalation_step", args=["moon"])).status_code == 404


def test_quiet_hours_are_the_countys(as_user, bureau):
    as_user(bureau).post(reverse("hazards:edit_escalation_hours"), {"starts_at": "21:00", "ends_at": "06:30"})

    own = QuietHours.objects.get(county=bureau.county)
    assert (f"{own.starts_at:%H:%M}", f"{own.ends_at:%H:%M}", own.rest_days) == ("21:00", "06:30", False)


@pytest.mark.parametrize(
    ("name", "told", "field"),
    [
        ("edit_escalation_step", {"days": "4", "in_workdays": "on", "is_in_use": "on", "source": "甲文"}, "source"),
        ("edit_escalation_hours", {"starts_at": "21:00", "ends_at": "06:30"}, "starts_at"),
    ],
)
def test_of_two_who_opened_the_sample_the_second_is_shown_both_versions(as_user, bureau, name, told, field):
    client, address = as_user(bureau), reverse(f"hazards:{name}", args=["bureau"] if name == "edit_escalation_step" else [])
    mark = client.get(address).context["form"]["based_on"].value()
    mine = told | {"based_on": mark}
    assert client.post(address, mine).status_code == 302

    refused = client.post(address, mine | {field: "22:30"})

    assert [theirs for _label, theirs, _mine in refused.context["form"].differing] == [told[field]]
    seen = refused.context["form"]["based_on"].value()
    assert client.post(address, mine | {field: "22:30", "based_on": seen}).status_code == 302


@pytest.mark.parametrize("page", ["edit_escalation_step", "edit_escalation_hours"])
@pytest.mark.parametrize("factory", [InspectorFactory, OfficialFactory])
def test_others_read_the_ladder(as_user, factory, page):
    client = as_user(factory())
    arguments = ["unit"] if page == "edit_escalation_step" else []

    assert client.get(reverse(f"hazards:{page}", args=arguments)).status_code == 403
    assert client.get(reverse("hazards:escalation_steps")).status_code == 200


def test_an_extended_hazard_is_over(as_user, bureau, hazard):
    type(hazard).objects.filter(pk=hazard.pk).update(deadline=timezone.localdate() + timedelta(days=30))
    client = as_user(bureau)

    assert (rows(client), rows(client, state="over")) == (0, 6)
    assert hazard.state == State.ORDERED
    assert at(date(2026, 5, 6)) == step_of(hazard).raised_at
