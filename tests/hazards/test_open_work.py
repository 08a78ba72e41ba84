"""A handover takes patrols, look-backs and tasks of a round along, and tells what has to be settled by hand."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.handover_plan import plan
from hazards.handovers import MovedMeanwhile
from hazards.models import AccountDeed, Handover, Hazard, LookBack, LookBackDraw, State, VisitTask
from hazards.open_work import WorkRefused
from tests.factories.appraisal import Walk
from tests.factories.campaign import MentorshipFactory
from tests.factories.handovers import ON, Office, duty_of
from tests.factories.hazards import hazard_at, two_inspectors
from tests.factories.letters import letters_of, signed
from tests.factories.patrols import PlanFactory, SheetFactory
from tests.factories.rounds import RoundWriter
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, PersonFactory
from townships.models import DutyRule, LetterSignature

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime.combine(ON, time(12)))


@pytest.fixture
def office():
    return Office()


def planned(office, *, today=ON, by=None):
    return plan(office.giver, office.receiver, on=ON, by=by or office.bureau, today=today)


def hand_over(office, **changes):
    """Of all that could move, the open work alone."""
    told = {"posts": [], "hazards": [], "account": AccountDeed.KEEP, "work": [one.key for one in planned(office).work], "at": NOON}
    return office.hand_over(**told | changes)


@pytest.fixture
def patrol(office):
    """Every working day from that day on, by the giver and a colleague."""
    colleague = two_inspectors(office.township)[0]
    return PlanFactory(place=EnterpriseFactory(township=office.township, name="清泉采石场"), today=ON, inspectors=[office.giver, colleague])


def going(row):
    return {person.name for person in row.inspectors.all()}


def test_plan_and_visits_that_were_not_made_go_to_the_successor(office, patrol):
    visits = patrol.tasks.count()

    row = hand_over(office)

    names = going(patrol)
    assert "王强" in names
    assert "李明" not in names
    assert {frozenset(going(task)) for task in patrol.tasks.all()} == {frozenset(names)}
    [told] = row.content["work"]
    assert told["kind"] == "检查计划"
    assert told["what"].endswith(f"检查人员；未检查的巡查任务 {visits} 次：清泉采石场")


def test_what_was_missed_stays_with_who_missed_it(office, patrol):
    hand_over(office, at=NOON + timedelta(days=1), work=[f"patrol-{patrol.pk}"])

    assert [office.giver in task.inspectors.all() for task in patrol.tasks.order_by("starts_on")[:2]] == [True, False]


def test_a_successor_who_goes_already_goes_once(office, patrol):
    patrol.inspectors.add(office.receiver)
    for task in patrol.tasks.all():
        task.inspectors.add(office.receiver)

    hand_over(office)

    assert [sorted(going(task)) for task in patrol.tasks.all()] == [sorted(going(patrol))] * patrol.tasks.count()


def test_what_is_not_chosen_stays_and_the_sheet_says_so(office, patrol):
    row = hand_over(office, posts=[office.post.pk], work=[])

    assert "李明" in going(patrol)
    assert [one["kind"] for one in row.content["kept_work"]] == ["检查计划"]


def test_a_plan_that_is_no_longer_the_givers_moves_nothing(office, patrol):
    patrol.inspectors.remove(office.giver)
    VisitTask.objects.all().delete()

    with pytest.raises(MovedMeanwhile):
        hand_over(office, posts=[office.post.pk], work=[f"patrol-{patrol.pk}"])

    assert not Handover.objects.exists()


def test_a_plan_of_the_county_is_not_a_townships_to_change(office):
    place = EnterpriseFactory(township=office.township)
    county = PlanFactory(place=place, by=office.bureau, township=None, today=ON, inspectors=[office.giver], name="县局督查")

    seen = planned(office, by=InspectorFactory(township=office.township))

    assert seen.work == []
    assert [what.split("（")[0] for _kind, what in seen.unsettled] == [county.name]


@pytest.fixture
def look_back(office):
    """Of a hazard that the bureau closed; the giver is to look."""
    closer = BureauFactory(county=office.township.county)
    hazard = hazard_at(State.CLOSED, by=office.account, place=office.hazard.place)
    Hazard.objects.filter(pk=hazard.pk).update(closed_by=closer)
    hazard.refresh_from_db()
    draw = LookBackDraw.objects.create(
        county=office.township.county, month=ON.replace(day=1), days=30, share=20, seed="x", entries=[], outcome=[]
    )
    return LookBack.objects.create(
        draw=draw, hazard=hazard, closed_at=hazard.closed_at, starts_on=ON, due_on=ON + timedelta(days=15), assignee=office.account
    )


def looker(look_back):
    look_back.refresh_from_db()
    return look_back.assignee.person


@pytest.mark.parametrize("deed", [AccountDeed.MOVE, AccountDeed.KEEP])
def test_a_look_back_goes_to_the_successors_account(office, look_back, deed):
    if deed == AccountDeed.KEEP:
        InspectorFactory(township=office.township, person=office.receiver)

    hand_over(office, account=deed)

    assert looker(look_back) == office.receiver


def test_a_look_back_needs_an_account_that_may_look(office, look_back):
    with pytest.raises(WorkRefused):
        hand_over(office, posts=[office.post.pk], account=AccountDeed.DISABLE)

    office.account.refresh_from_db()
    assert office.account.is_active
    assert looker(look_back) == office.giver


def test_who_closed_a_hazard_does_not_look_back_at_it(office, look_back):
    theirs = InspectorFactory(township=office.township, person=office.receiver)
    Hazard.objects.filter(pk=look_back.hazard_id).update(closed_by=theirs)

    seen = planned(office)

    assert seen.work == []
    assert [(str(kind), what.split(" ")[0]) for kind, what in seen.unsettled] == [("回头看", look_back.hazard.number)]


@pytest.fixture
def writer(office):
    return RoundWriter(township=office.township)


def test_a_task_of_the_round_goes_to_the_successor(office, writer):
    task, done = writer.enter("task", person=office.giver), writer.enter("task", person=office.giver, title="召开动员会")
    type(done).objects.filter(pk=done.pk).update(done_on=ON)

    hand_over(office)

    assert [type(task).objects.get(pk=one.pk).person for one in (task, done)] == [office.receiver, office.giver]


def test_a_task_of_a_filed_plan_waits_for_the_bureau_to_return_it(office, writer):
    own = writer.plan("file").tasks.get()
    type(own).objects.update(person=office.giver)

    seen = planned(office)

    assert seen.work == []
    assert [str(kind) for kind, _what in seen.unsettled] == ["创建任务"]


def test_what_needs_another_paper_is_told_and_not_moved(office, writer):
    writer.plan(responsible=office.giver)
    MentorshipFactory(township=office.township, campaign=writer.campaign, contact="李明", mentor="县水利局")
    MentorshipFactory(township=office.township, campaign=writer.campaign, contact="张三")

    row = hand_over(office, posts=[office.post.pk])

    assert row.content["unsettled"] == [
        {"kind": "乡镇创建方案的创建负责人", "what": "官亭乡"},
        {"kind": "帮扶联系人", "what": "县水利局 → 官亭乡"},
    ]


def test_an_unanswered_step_against_an_overdue_hazard_is_told(office):
    overdue = hazard_at(State.ORDERED, by=office.account, place=office.hazard.place)
    step = {"deadline": overdue.deadline, "rung": "unit", "position": 0, "due_on": ON, "raised_at": NOON, "office": "官亭乡人民政府"}
    overdue.escalations.create(**step, answers=office.giver)

    assert [str(kind) for kind, _what in planned(office).unsettled] == ["逾期督办，尚未办结"]


def test_what_waits_for_the_givers_own_hand_is_told(office):
    sheet = SheetFactory(place=office.hazard.place, by=office.account)
    DutyRule.objects.all().delete()
    duty_of(office.giver, "village_secretary", office.post.place)
    [letter] = letters_of(office.township)
    signed(letter, LetterSignature.Side.UPPER)

    told = {str(kind): what for kind, what in planned(office).unsettled}

    assert told == {"未提交的检查表": str(sheet), "待签的责任状": letter.number}


def test_a_letter_that_he_signed_is_settled(office):
    duty_of(office.giver, "village_secretary", office.post.place)
    [letter] = letters_of(office.township)
    signed(letter)

    assert planned(office).unsettled == []


def test_an_appraisal_that_is_not_over_is_told(office):
    walk = Walk(township=office.township).to("submitted")
    type(office.account).objects.filter(pk=office.account.pk).update(role="bureau", township=None)
    type(walk.appraisal).objects.update(first=office.account)

    assert [(str(kind), what) for kind, what in planned(office).unsettled] == [("考评员，考评未定结果", str(walk.appraisal))]


def test_the_wizard_offers_open_work_and_the_receipt_tells_it(client, office, settings):
    settings.HANDOVER_DAYS_BACK = 36500
    client.force_login(office.bureau)
    today = timezone.localdate()
    patrol = PlanFactory(place=EnterpriseFactory(township=office.township), today=today, inspectors=[office.giver])
    step = f"{reverse('hazards:choose_handover')}?giver=李明&receiver=王强&on={ON}&reason=transfer"
    choice = {"work": [f"patrol-{patrol.pk}"], "account": "keep", "submission": "7b0e6c9a-2c3d-4d57-b9b4-7d0b3a6d2f10"}

    form = client.get(step).context["form"]
    receipt = client.post(step, choice | {"confirmed": "1"}, follow=True).content.decode()

    assert form["work"].initial == [f"patrol-{patrol.pk}"]
    assert "注意：接收人没有登记执法（检查）证号" in form.fields["work"].choices[0][1]
    assert "另移交检查计划等待办 1 项。" in receipt
    assert patrol.name in receipt


def test_a_look_back_without_an_account_is_refused_beside_it(client, office, look_back, settings):
    settings.HANDOVER_DAYS_BACK = 36500
    client.force_login(office.bureau)
    step = f"{reverse('hazards:choose_handover')}?giver=李明&receiver=王强&on={ON}&reason=transfer"
    choice = {"work": [f"look-{look_back.pk}"], "account": "disable", "submission": "7b0e6c9a-2c3d-4d57-b9b4-7d0b3a6d2f10"}

    [words] = client.post(step, choice).context["form"].errors["work"]

    assert words.startswith("王强没有能办理“")


def test_somebody_of_elsewhere_has_nothing_to_hand_over(office):
    nobody = PersonFactory(county=office.township.county, township=office.township)

    seen = plan(nobody, office.receiver, on=ON, by=office.bureau, today=ON)

    assert (seen.work, seen.unsettled, seen.is_empty) == ([], [], True)
