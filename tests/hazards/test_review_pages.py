"""The screens of look-backs, signals, links to earlier hazards and reply reports."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.look_back import draw_look_backs
from hazards.models import Action, Hazard, LookBack, LookBackDraw, Signal, SignalReview, State
from hazards.printers import reply_paper
from hazards.signals import look_for_signals
from hazards.views import side_by_side
from hazards.workflow import perform
from papers.models import PrintJob
from papers.printing import print_now
from papers.templatetags.papers import paper_date
from tests.factories.hazards import HazardFactory, hazard_at, photo, scene, told
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
)
from tests.papers.measuring import sheets
from tests.spreadsheets import rows_of
from townships.figure import all_figures
from townships.period import Period

pytestmark = pytest.mark.django_db
FOUND_AT = timezone.make_aware(datetime(2026, 3, 2, 9))  # noqa: DTZ001 (made aware at once)
serial = count(1)


@pytest.fixture
def place():
    return EnterpriseFactory(name="红星采石场")


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


@pytest.fixture
def bureau(place):
    return BureauFactory(county=place.county)


@pytest.fixture
def look_back(place, settings):
    """Closed on 5 March and drawn on 1 April; its last day is long over."""
    settings.LOOK_BACK = {30: 20}
    hazard_at(State.CLOSED, place=place, at=FOUND_AT)
    draw_look_backs(today=date(2026, 4, 1))
    return LookBack.objects.get()


def page(client, name, *args, **asked):
    return client.get(reverse(f"hazards:{name}", args=args), asked).content.decode()


def test_the_list_names_what_was_missed_and_offers_to_look(as_user, inspector, look_back):
    shown = page(as_user(inspector), "look_backs")

    assert "1 条逾期未看" in shown
    assert reverse("hazards:act", args=[look_back.hazard_id, "look_back"]) in shown


def test_shares_have_both_numbers(as_user, inspector, look_back):
    perform(look_back.hazard, Action.LOOK_BACK, by=inspector, note="完好")

    shown = page(as_user(inspector), "look_backs")
    assert "按期复看率 0.0%（0/1），发现反弹 0.0%（0/1）" in shown
    assert f"迟 {(timezone.localdate() - look_back.due_on).days} 天" in shown


def test_a_look_on_the_last_day_is_in_time(as_user, inspector, look_back):
    LookBack.objects.update(due_on=timezone.localdate())
    perform(look_back.hazard, Action.LOOK_BACK, by=inspector, note="完好")

    shown = page(as_user(inspector), "look_backs")
    assert "按期复看率 100.0%（1/1）" in shown
    assert "迟 " not in shown


def test_only_what_came_due_is_missing_in_the_share_in_list_and_figure(as_user, inspector, look_back):
    today = timezone.localdate()
    LookBack.objects.update(due_on=today)
    due = all_figures()["look_backs.due"]

    assert "按期复看率 —" in page(as_user(inspector), "look_backs")
    assert due.value(Period.year(today.year), look_back.hazard.township) == 0


def test_what_was_found_again_is_as_much_in_list_and_figure(as_user, inspector, place):
    hazard = hazard_at(State.CLOSED, place=place)
    event = perform(hazard, Action.REOPEN, by=inspector, at=FOUND_AT + timedelta(days=9), **told(Action.REOPEN, hazard))

    listed = as_user(inspector).get(reverse("hazards:hazards"), {"repeated": "reopened"}).context["table"].paginator.count
    counted = all_figures()["hazards.reopened"].value(Period.year(event.at.year), place.township)
    assert (listed, counted) == (1, 1)


@pytest.mark.parametrize(("state", "rows"), [("missed", 1), ("due", 0), ("coming", 0), ("sound", 0), ("found_again", 0)])
def test_it_can_be_filtered_by_state(as_user, inspector, look_back, state, rows):
    response = as_user(inspector).get(reverse("hazards:look_backs"), {"state": state})

    assert response.context["table"].paginator.count == rows


def test_printed_ledger_cuts_no_words(as_user, look_back):
    words = "皮带轮没有防护罩，配电箱敞开，" * 4
    Hazard.objects.filter(pk=look_back.hazard_id).update(description=words)
    client = as_user(BureauFactory(county=look_back.hazard.township.county))

    shown = [words in page(client, name) for name in ("look_backs", "look_back_ledger", "hazards", "ledger")]

    assert shown == [False, True, False, True]


@pytest.mark.parametrize("name", ["look_backs", "look_back_ledger", "export_look_backs"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(as_user, bureau, place, settings, name, django_assert_max_num_queries):
    settings.LOOK_BACK = {30: 100}
    client, counts = as_user(bureau), []
    for number in (1, 2):
        for _ in range(number):
            hazard_at(State.CLOSED, place=place, at=FOUND_AT + timedelta(days=31 * (number - 1)))
        draw_look_backs(today=date(2026, 3 + number, 1))
        with django_assert_max_num_queries(60) as captured:
            client.get(reverse(f"hazards:{name}")).getvalue()
        counts.append(len(captured))

    assert LookBack.objects.count() == 3
    assert counts[0] == counts[1]


def test_the_spreadsheet_has_the_rows_of_the_list(as_user, inspector, look_back):
    rows = rows_of(as_user(inspector).get(reverse("hazards:export_look_backs")).getvalue())

    assert [row[0] for row in rows[2:]] == [look_back.hazard.number]


def test_a_draw_shows_that_it_comes_out_the_same(as_user, bureau, look_back):
    shown = page(as_user(bureau), "look_back_draw", LookBackDraw.objects.get().pk)

    assert "刚刚重新抽取，结果一致" in shown
    assert "从 1 条中抽取 1 条" in shown


def test_looking_back_on_the_phone_is_one_form(as_user, inspector, look_back):
    address = reverse("hazards:act", args=[look_back.hazard_id, "look_back"])
    client = as_user(inspector)

    shown = client.get(address).content.decode()
    response = client.post(address, {"note": "防护罩完好", "submission": "7f1f35a1-9f2e-4b6e-9d0c-0d5b1d2f3a4b"}, follow=True)

    assert "又出现了，重新责令整改" in shown
    assert "回头看，没有反弹" in response.content.decode()
    assert LookBack.objects.get().result == LookBack.Result.SOUND


def test_what_waits_stands_on_the_home_page_of_who_is_to_look(as_user, look_back):
    assert "回头看，逾期未看" in as_user(look_back.assignee).get(reverse("dashboard")).content.decode()


@pytest.mark.parametrize("action", ["pass", "fail"])
def test_who_re_inspects_sees_requirement_and_reply_beside_each_other(as_user, inspector, place, action):
    hazard = hazard_at(State.REPLIED, place=place, pictures=[photo()])

    shown = page(as_user(inspector), "act", hazard.pk, action)

    assert shown.index("整改前后对照") < shown.index("立即加装防护栏") < shown.index("已装好防护罩") < shown.index("整改后")
    assert f"登记 <small>{hazard.created_by}" in shown
    assert reverse("hazards:picture", args=[hazard.pictures.get().pk]) in shown


@pytest.mark.parametrize("action", ["resume", "refuse"])
def test_who_reviews_an_application_to_resume_sees_it_beside_the_decision(as_user, place, action):
    hazard = hazard_at(State.RESUMING, place=place)

    shown = page(as_user(BureauFactory(county=place.county)), "act", hazard.pk, action)

    assert shown.index("整改前后对照") < shown.index("拒不整改") < shown.index("已清理浮石")
    assert "还没有整改回复" not in shown


def test_a_reply_from_before_it_was_opened_anew_answers_nothing(place):
    hazard = hazard_at(State.CLOSED, place=place, pictures=[photo()])
    perform(hazard, Action.REOPEN, by=hazard.created_by, **told(Action.REOPEN, hazard) | {"deadline": timezone.localdate()})

    sides = side_by_side.side_by_side(hazard)

    assert (sides["asked"].last.action, sides["answered"]) == (Action.REOPEN, None)
    assert (sides["before"], sides["after"], sides["earlier"]) == ([], [], [hazard.pictures.get()])


def test_what_a_re_inspection_found_missing_stands_beside_the_requirement_and_not_in_its_place(as_user, inspector, place):
    hazard = hazard_at(State.REPLIED, place=place)
    perform(hazard, Action.FAIL, by=BureauFactory(county=place.county), **told(Action.FAIL, hazard) | {"deadline": timezone.localdate()})
    again = perform(hazard, Action.REPLY, by=hazard.created_by, **told(Action.REPLY, hazard))

    shown = [page(as_user(inspector), *address) for address in [("hazard", hazard.pk), ("reply_report", hazard.pk, again.pk)]]

    assert all(words.index("立即加装防护栏") < words.index("复查仍未做到") < words.index("仍有一处未装") for words in shown)


def test_the_deadline_that_holds_stands_beside_what_was_done(as_user, inspector, place):
    hazard, bureau = hazard_at(State.ORDERED, place=place), BureauFactory(county=place.county)
    later = timezone.localdate() + timedelta(days=40)
    perform(hazard, Action.EXTEND, by=bureau, reason="到货延迟", deadline=later, accept_late=True)
    first = perform(hazard, Action.REPLY, by=hazard.created_by, **told(Action.REPLY, hazard))
    perform(hazard, Action.FAIL, by=bureau, **told(Action.FAIL, hazard) | {"deadline": later})
    again = perform(hazard, Action.REPLY, by=hazard.created_by, **told(Action.REPLY, hazard))

    shown = page(as_user(inspector), "hazard", hazard.pk)

    assert f"期限 {later}（原期限 2026-04-30，已准予延期）" in shown
    assert [reverse("hazards:reply_report", args=[hazard.pk, event.pk]) in shown for event in (first, again)] == [True, True]
    assert f"（期限：{paper_date(later)}，已由2026年4月30日准予延期）" in page(as_user(inspector), "reply_report", hazard.pk, first.pk)


def test_the_reply_report_is_a_page_and_a_pdf(as_user, inspector, place, settings):
    hazard = hazard_at(State.ORDERED, place=place, pictures=[scene(1)])
    event = perform(hazard, Action.REPLY, by=inspector, **told(Action.REPLY, hazard) | {"pictures": [scene(2)]})
    client = as_user(inspector)

    client.post(reverse("hazards:print_reply", args=[hazard.pk, event.pk]))
    job = print_now(PrintJob.objects.get(kind="reply_report", subject_id=event.pk))

    shown = page(client, "reply_report", hazard.pk, event.pk)
    paper = client.get(reverse("hazards:reply_paper", args=[hazard.pk, event.pk]))
    assert "已装好防护罩" in shown
    assert b"".join(paper.streaming_content)[:5] == b"%PDF-"
    assert job.warning == ""


def test_two_pairs_of_photos_and_the_signatures_stand_below_the_table():
    photos = [("asset://photo.jpg", "asset://photo.jpg")] * 2

    paper = reply_paper({"report": {"unit": "红星采石场", "requirement": "加装防护罩"}, "photos": photos}, {"photo.jpg": scene(1).content})

    assert len(sheets(paper)) == 1


def test_a_deed_that_is_no_reply_has_no_report(as_user, inspector, place):
    hazard = hazard_at(State.ORDERED, place=place)

    response = as_user(inspector).get(reverse("hazards:reply_report", args=[hazard.pk, hazard.events.last().pk]))

    assert response.status_code == 404


def test_an_earlier_like_one_is_offered_and_linked_with_one_press(as_user, inspector, place):
    earlier = hazard_at(State.CLOSED, place=place, at=FOUND_AT - timedelta(days=90))
    hazard = HazardFactory(place=place, by=inspector)
    client = as_user(inspector)

    receipt = page(client, "receipt", hazard.pk, hazard.events.get().pk)
    submission = "7f1f35a1-9f2e-4b6e-9d0c-0d5b1d2f3a4b"
    client.post(reverse("hazards:act", args=[hazard.pk, "link"]), {"earlier": earlier.pk, "submission": submission})

    assert f"销号过相似的隐患 {earlier.number}" in receipt
    assert "反复隐患：第 1 次到第 2 次" in page(client, "hazard", hazard.pk)
    assert client.get(reverse("hazards:hazards"), {"repeated": "linked"}).context["table"].paginator.count == 1


def test_without_an_earlier_one_there_is_no_button(as_user, inspector, place):
    hazard = HazardFactory(place=place, by=inspector)

    assert reverse("hazards:act", args=[hazard.pk, "link"]) not in page(as_user(inspector), "hazard", hazard.pk)


@pytest.fixture
def signal(place):
    for _ in range(2):
        HazardFactory(place=place, pictures=[scene(1)], at=FOUND_AT)
    look_for_signals(today=date(2026, 6, 1))
    return Signal.objects.get()


def addresses(signal):
    names = ["signals", "print_signals", "export_signals"]
    return [reverse(f"hazards:{name}") for name in names] + [signal.get_absolute_url()]


def status(client, address):
    response = client.get(address)
    response.getvalue()  # a file that nobody reads stays open
    return response.status_code


@pytest.mark.parametrize("role", [InspectorFactory, AuditorFactory, AdministratorFactory])
def test_nobody_but_bureau_and_officials_sees_signals(as_user, signal, role):
    user = role(township=signal.township) if role is InspectorFactory else role(county=signal.county)
    client = as_user(user)

    assert {status(client, address) for address in addresses(signal)} == {404}


@pytest.mark.parametrize("role", [BureauFactory, OfficialFactory])
def test_bureau_and_officials_do(as_user, signal, role):
    client = as_user(role(county=signal.county))

    assert {status(client, address) for address in addresses(signal)} == {200}


def test_a_signal_shows_its_rows_with_their_photos(as_user, bureau, signal):
    shown = page(as_user(bureau), "signal", signal.pk)

    assert "2 张照片相同或几乎相同，出现在 2 条隐患里。请复核是不是同一现场。" in shown
    assert [hazard.number in shown for hazard in Hazard.objects.all()] == [True, True]
    assert shown.count("<figure>") == 2


def test_a_finding_takes_it_off_the_pile(as_user, bureau, signal):
    client = as_user(bureau)

    response = client.post(signal.get_absolute_url(), {"verdict": "in_order", "note": "同一厂房"}, follow=True)

    assert "已记下复核结论" in response.content.decode()
    assert "0 个疑点请复核" in page(client, "signals", state="waiting")
    assert "同一厂房" in page(client, "signals", state="seen")


def test_a_look_back_that_nothing_closed_can_have_is_refused_beside_the_choice(as_user, bureau, signal):
    signal.hazards.update(state=State.FOUND, closed_at=None, closed_by=None)

    refused = as_user(bureau).post(signal.get_absolute_url(), {"verdict": "re_inspect", "note": "到现场核对"})

    assert "没有已销号的隐患，不能安排回头看" in refused.context["form"].errors["verdict"][0]
    assert "到现场核对" in refused.content.decode()


def test_an_official_has_no_form_and_may_not_send_one(as_user, signal):
    client = as_user(OfficialFactory(county=signal.county))

    assert 'name="verdict"' not in page(client, "signal", signal.pk)
    assert client.post(signal.get_absolute_url(), {"verdict": "in_order", "note": "同一厂房"}).status_code == 403


def test_a_finding_needs_its_words(as_user, bureau, signal):
    as_user(bureau).post(signal.get_absolute_url(), {"verdict": "in_order", "note": " "})

    assert SignalReview.objects.count() == 0


def test_the_list_of_signals_asks_as_much_for_three_rows_as_for_one(as_user, bureau, place, signal, django_assert_max_num_queries):
    client, counts = as_user(bureau), []
    for number in (2, 3):
        with django_assert_max_num_queries(60) as captured:
            client.get(reverse("hazards:signals"))
        counts.append(len(captured))
        for _ in range(2):
            HazardFactory(place=place, pictures=[scene(number)], at=FOUND_AT)
        look_for_signals(today=date(2026, 6, 1))

    assert (Signal.objects.count(), counts[0]) == (3, counts[1])
