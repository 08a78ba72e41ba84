"""撤回: a handover taken back leaves everything as it was; whatever was built on it refuses, and then nothing changes."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hazards import figures  # noqa: F401
from hazards.handover_sheet import recalled_words
from hazards.models import Action, Handover, HandoverRecall
from hazards.recalling import Obstacle, RecallRefused, recall
from hazards.trail import WATCHED, Trail, read, stands
from hazards.workflow import perform
from tests.factories.campaign import CampaignFactory, LeadingGroupMemberFactory
from tests.factories.chain import team_at
from tests.factories.handovers import ON, Office, duty_of
from tests.factories.hazards import HazardFactory, two_inspectors
from tests.factories.patrols import PlanFactory
from tests.factories.townships import EnterpriseFactory, InspectorFactory, PersonFactory, SectorFactory, TownshipFactory
from townships.amendments import amendments_of
from townships.appointments import appoint, correct_term, end_term, void_term
from townships.figure import FIGURES
from townships.models import Duty, DutyKind, Team, Township, User
from townships.period import Period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("old_days")]
NOON = timezone.make_aware(datetime.combine(ON, time(12)))


@pytest.fixture
def office():
    return Office()


def everything():
    """All rows that a handover can touch, with the values that it can change."""
    keys = [(model.__name__, pk) for model in WATCHED for pk in model.objects.values_list("pk", flat=True)]
    return read(keys)


def refusals(row, by):
    before = everything()
    with pytest.raises(RecallRefused) as refused:
        recall(row, by=by, reason="接收人选错")
    assert everything() == before
    return [obstacle for obstacle, _row in refused.value.obstacles]


def test_everything_is_as_it_was(office):
    PlanFactory(place=EnterpriseFactory(township=office.township), today=ON, inspectors=[office.giver, two_inspectors(office.township)[0]])
    member = LeadingGroupMemberFactory(person=office.giver, campaign=CampaignFactory(county=office.township.county))
    work = [one.key for one in office.plan().work]
    before = everything()
    row = office.hand_over(group_seats=[member.pk], work=work, leaves=True, at=NOON)
    assert everything() != before

    recall(row, by=office.bureau, reason="接收人选错", at=NOON)

    assert everything() == before


def test_history_of_the_term_tells_of_both(office):
    row = office.hand_over()

    recall(row, by=office.bureau, reason="接收人选错")

    ended, reopened = [["任期截止", "—", "2026-05-31"]], [["任期截止", "2026-05-31", "—"]]
    told = [(one.changes, one.reason) for one in amendments_of(office.post)]
    assert told == [(reopened, f"撤回交接（{row.number}）"), (ended, f"工作交接（{row.number}）")]


def test_a_trail_from_before_terms_could_be_voided_is_compared_by_what_it_tells():
    now, then = {"ends_on": "2026-05-31", "document": "", "voided_at": None}, {"ends_on": "2026-05-31"}

    assert stands(now, then)
    assert not stands(now | {"voided_at": "2026-06-01T08:00:00Z"}, then)
    assert not stands(None, then)


def test_history_of_the_hazard_tells_of_both(office):
    row = office.hand_over()

    recall(row, by=office.bureau, reason="接收人选错")

    reasons = [event.reason for event in office.hazard.events.filter(action=Action.HAND_OVER)]
    assert reasons == [f"包保责任人由李明移交王强（{row.number}）。", f"撤回交接（{row.number}），责任人由王强改回李明。"]


def serve_meanwhile(office):
    end_term(Duty.objects.get(person=office.receiver, place=office.post.place), on=date(2026, 8, 31))


def void_the_new_term(office):
    void_term(Duty.objects.get(person=office.receiver, place=office.post.place), by=office.bureau, reason="登记有误")


def correct_the_paper_of_the_old_term(office):
    correct_term(office.post, by=office.bureau, document="官亭〔2026〕1号")


def work_on_the_hazard(office):
    office.hazard.refresh_from_db()
    perform(office.hazard, Action.VOID, by=office.bureau, reason="登记有误")


def find_another(office):
    place = EnterpriseFactory(township=office.township, parent=office.post.place)
    HazardFactory(by=office.bureau, place=place, sector=SectorFactory(), answers=office.receiver, at=timezone.now())


def set_a_password(office):
    account = User.objects.get(person=office.receiver)
    account.set_password("demo-2026-anquan")
    account.save()


def take_another_full_time_post(office):
    elsewhere = TownshipFactory(county=office.township.county)
    appoint(office.giver, kind=DutyKind.objects.get(key="station_head"), place=elsewhere, starts_on=ON)


def take_the_post_again(office):
    inspector = DutyKind.objects.get(key="safety_inspector")
    appoint(office.giver, kind=inspector, place=office.township, starts_on=date(2026, 7, 1))


def close_the_township(office):
    """Nothing that the handover changed is changed by it."""
    Township.objects.filter(pk=office.township.pk).update(closed_on=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("meanwhile", "obstacle"),
    [
        (serve_meanwhile, Obstacle.CHANGED),
        (void_the_new_term, Obstacle.CHANGED),
        (correct_the_paper_of_the_old_term, Obstacle.CHANGED),
        (work_on_the_hazard, Obstacle.WORKED_ON),
        (find_another, Obstacle.FOUND_SINCE),
        (set_a_password, Obstacle.LOGGED_IN),
        (take_another_full_time_post, Obstacle.FULL_TIME_ELSEWHERE),
        (take_the_post_again, Obstacle.TAKEN_OVER),
        (close_the_township, Obstacle.PLACE_CLOSED),
    ],
)
def test_what_was_built_on_it_refuses_and_nothing_changes(office, meanwhile, obstacle):
    inspector = duty_of(office.giver, "safety_inspector", office.township)
    row = office.hand_over(posts=[office.post.pk, inspector.pk])
    meanwhile(office)

    assert set(refusals(row, office.bureau)) == {obstacle}
    assert not HandoverRecall.objects.exists()


def test_what_was_there_before_is_not_judged_by_the_rules_of_today(office):
    """The station's founding day was entered later than its people's, and one of them had two full-time posts on the books."""
    station = team_at(Township.objects.get(pk=office.township.pk), kind=Team.Kind.STATION, name="安监站", founded_on=date(2026, 3, 1))
    inspector = duty_of(office.giver, "safety_inspector", office.township, team=station)
    duty_of(office.giver, "station_head", TownshipFactory(county=office.township.county))
    end_term(inspector, on=date(2026, 12, 31))
    before = everything()
    row = office.hand_over(posts=[inspector.pk], at=NOON)

    recall(row, by=office.bureau, reason="接收人选错", at=NOON)

    assert everything() == before


def test_once_is_enough(office):
    row = office.hand_over()
    recall(row, by=office.bureau, reason="接收人选错")

    assert refusals(row, office.bureau) == [Obstacle.RECALLED]


def test_too_late_is_a_handover_back(office, settings):
    row = office.hand_over(at=NOON)
    settings.HANDOVER_DAYS_BACK = 31

    assert refusals(row, office.bureau) == [Obstacle.TOO_LATE]


def test_an_inspector_does_not_take_back_what_the_bureau_did(office):
    with pytest.raises(PermissionDenied):
        recall(office.hand_over(), by=InspectorFactory(township=office.township), reason="接收人选错")


def test_what_was_taken_back_is_counted_no_more(office):
    recall(office.hand_over(), by=office.bureau, reason="接收人选错")

    assert FIGURES["handovers.done"].value(Period.year(2026), office.township) == 0


def test_page_takes_it_back_and_sheet_and_list_say_so(client, office):
    client.force_login(office.bureau)
    row = office.hand_over()
    address = reverse("hazards:recall_handover", args=[row.pk])
    assert address in client.get(row.get_absolute_url()).text

    client.post(address, {"reason": "接收人选错"})

    row = Handover.objects.get()
    page = client.get(row.get_absolute_url()).text
    assert "已撤回" in page
    assert address not in page
    assert "已撤回" in client.get(reverse("hazards:handovers")).text
    assert "【已撤回】本次交接已于" in render_to_string("papers/hazards/handover.html", row.content | recalled_words(row))


def test_page_says_what_stands_against_it(client, office):
    client.force_login(office.bureau)
    row = office.hand_over()
    work_on_the_hazard(office)

    page = client.post(reverse("hazards:recall_handover", args=[row.pk]), {"reason": "接收人选错"})

    assert page.status_code == 409
    assert f"隐患 {office.hazard.number} 交接后已有办理记录" in page.text
    assert "今天移来的岗位明天起可以交回" not in page.text
    back = client.get(reverse("hazards:new_handover"), {"giver": office.receiver.pk, "to": office.giver.pk}).context["form"]
    assert f"?giver={office.receiver.pk}&amp;to={office.giver.pk}" in page.text
    assert (back["giver"].value(), back["receiver"].value()) == (f"{office.receiver.number:04}", f"{office.giver.number:04}")


def test_what_the_receiver_holds_no_more_is_handed_back_by_who_holds_it(client, office):
    client.force_login(office.bureau)
    page = reverse("hazards:recall_handover", args=[office.hand_over().pk])
    for term in Duty.objects.filter(person=office.receiver):
        void_term(term, by=office.bureau, reason="登记有误")

    assert "无人担任的，请直接任命" in client.get(page).text

    third = PersonFactory(county=office.township.county, township=office.township, name="赵新")
    appoint(third, kind=office.post.kind, place=office.post.place, starts_on=ON)
    assert (client.get(page).context["receiver_holds"], f"?giver={third.pk}" in client.get(page).text) == (False, True)


@pytest.mark.parametrize("why", ["没有留存撤回所需的记录", "办理已超过 31 天", "请县局撤回"])
def test_page_says_why_it_is_not_offered(client, office, settings, monkeypatch, why):
    client.force_login(InspectorFactory(township=office.township) if why == "请县局撤回" else office.bureau)
    if why.startswith("没有"):
        # As in the days before there was a trail.
        monkeypatch.setattr(Trail, "followed", lambda self: [])
    row = office.hand_over(at=NOON)
    settings.HANDOVER_DAYS_BACK = 31 if why.startswith("办理") else settings.HANDOVER_DAYS_BACK

    page = client.get(row.get_absolute_url()).text

    assert why in page
    assert reverse("hazards:recall_handover", args=[row.pk]) not in page


def handed_back(client, office, on):
    told = {"giver": "王强", "receiver": "李明", "on": on.isoformat(), "reason": "transfer"}
    return client.get(reverse("hazards:choose_handover"), told)


def test_on_the_same_day_one_is_led_to_taking_it_back(client, office):
    client.force_login(office.bureau)
    row = office.hand_over()

    page = handed_back(client, office, ON)

    assert "当天交回的请撤回那次交接" in page.text
    assert row.get_absolute_url() in page.text


def test_handing_back_leaves_the_own_posts_unticked(client, office):
    client.force_login(office.bureau)
    own = duty_of(office.receiver)
    office.hand_over()

    form = handed_back(client, office, date(2026, 6, 2)).context["form"]

    came = set(Duty.objects.filter(person=office.receiver).exclude(pk=own.pk).values_list("pk", flat=True))
    assert set(form.fields["posts"].initial) == came
    assert own.pk in [key for key, _line in form.fields["posts"].choices]
    assert form.fields["hazards"].initial == [office.hazard.pk]
