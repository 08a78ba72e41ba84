"""工作交接: what moves, what stays, who is refused, and what is kept of it."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader

from hazards import figures  # noqa: F401
from hazards.accounts import AccountRefused
from hazards.handover_plan import HandoverRefused, Refusal, plan
from hazards.handovers import MovedMeanwhile
from hazards.models import AccountDeed, Action, Handover, Hazard
from hazards.printers import print_handover
from papers.printing import print_now, request_print
from tests.factories.campaign import CampaignFactory, LeadingGroupMemberFactory
from tests.factories.chain import CertificateFactory
from tests.factories.handovers import ON, Office, duty_of
from tests.factories.hazards import HazardFactory, hazard_at
from tests.factories.townships import (
    AdministratorFactory,
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    SectorFactory,
    TownshipFactory,
    UserFactory,
    VillageFactory,
)
from townships.appointments import AppointmentRefused, Obstacle
from townships.figure import FIGURES
from townships.leading_group import AlreadySeated, unseat
from townships.models import Duty, DutyRule, Person, User
from townships.period import Period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("old_days")]


@pytest.fixture
def office():
    return Office()


def holders(post, day):
    return [duty.person.name for duty in Duty.objects.held_on(day).filter(kind=post.kind, place=post.place, team=post.team)]


def refusal(office, **changes):
    with pytest.raises(HandoverRefused) as refused:
        office.hand_over(**changes)
    return refused.value.refusal


def test_posts_and_seats_go_to_the_successor_on_the_day(office):
    office.hand_over()

    for post in (office.post, office.seat):
        assert (holders(post, date(2026, 5, 31)), holders(post, ON)) == (["李明"], ["王强"])


def test_the_seat_in_the_leading_group_goes_along(office):
    campaign = CampaignFactory(county=office.township.county)
    member = LeadingGroupMemberFactory(person=office.giver, campaign=campaign, seat="2", joined_on=date(2026, 1, 5))

    row = office.hand_over(group_seats=[member.pk])

    seated = {day: [(str(one.person), one.seat) for one in campaign.leading_group.serving_on(day)] for day in (date(2026, 5, 31), ON)}
    assert seated == {date(2026, 5, 31): [("李明", "2")], ON: [("王强", "2")]}
    assert row.content["posts"][-1]["duty"] == "创建工作领导小组副组长"


def test_a_receiver_who_sits_there_already_keeps_the_own_seat(office):
    campaign = CampaignFactory(county=office.township.county)
    member = LeadingGroupMemberFactory(person=office.giver, campaign=campaign)
    own = LeadingGroupMemberFactory(person=office.receiver, campaign=campaign)

    assert [one.refused.member for one in office.plan().group_seats] == [own]
    with pytest.raises(AlreadySeated):
        office.hand_over(group_seats=[member.pk])


def test_a_seat_that_the_successor_has_too_ends_for_the_giver(office):
    campaign = CampaignFactory(county=office.township.county)
    member = LeadingGroupMemberFactory(person=office.giver, campaign=campaign, seat="2")
    own = LeadingGroupMemberFactory(person=office.receiver, campaign=campaign)

    row = office.hand_over(ended_seats=[member.pk])

    assert list(campaign.leading_group.serving_on(ON)) == [own]
    assert [post["duty"] for post in row.content["ended_posts"]] == ["创建工作领导小组副组长"]
    assert "王强已任同一岗位或已在同一领导小组，" in render_to_string("papers/hazards/handover.html", row.content)


def test_a_seat_that_the_successor_takes_only_later_does_not_end(office):
    campaign = CampaignFactory(county=office.township.county)
    member = LeadingGroupMemberFactory(person=office.giver, campaign=campaign)
    LeadingGroupMemberFactory(person=office.receiver, campaign=campaign, joined_on=ON + timedelta(days=1))

    with pytest.raises(MovedMeanwhile):
        office.hand_over(ended_seats=[member.pk])


def test_a_seat_that_was_given_up_meanwhile_moves_nothing(office):
    member = LeadingGroupMemberFactory(person=office.giver, campaign=CampaignFactory(county=office.township.county))
    unseat(member, on=date(2026, 3, 1))

    with pytest.raises(MovedMeanwhile):
        office.hand_over(group_seats=[member.pk])

    assert holders(office.post, ON) == ["李明"]


@pytest.mark.parametrize(("year", "number"), [(2026, 1), (2025, 0)])
def test_handovers_are_counted_in_the_year_in_which_they_happened(office, year, number):
    office.hand_over()

    assert FIGURES["handovers.done"].value(Period.year(year), office.township) == number
    assert FIGURES["handovers.done"].value(Period.year(year), TownshipFactory()) == 0


def test_successor_serves_until_the_term_would_have_ended(office):
    office.post.ends_on = date(2026, 12, 31)
    office.post.save()

    row = office.hand_over()

    taken = Duty.objects.get(person=office.receiver, place=office.post.place)
    assert (taken.starts_on, taken.ends_on, taken.document) == (ON, date(2026, 12, 31), row.number)


def test_open_hazards_have_a_new_person_and_their_history_says_so(office):
    row = office.hand_over()

    office.hazard.refresh_from_db()
    event = office.hazard.events.last()
    assert office.hazard.answers == office.receiver
    assert (event.action, event.from_state, event.to_state, event.by) == (Action.HAND_OVER, "found", "found", office.bureau)
    assert event.reason == f"包保责任人由李明移交王强（{row.number}）。"


@pytest.fixture
def secretary(office):
    """The giver is the village's first responsible person as well."""
    Person.objects.filter(pk=office.giver.pk).update(phone="13700000001")
    Person.objects.filter(pk=office.receiver.pk).update(phone="13700000002")
    office.giver.refresh_from_db()
    office.receiver.refresh_from_db()
    return duty_of(office.giver, "village_secretary", office.post.place)


def named_now(hazard):
    hazard.refresh_from_db()
    return hazard.responsible_person, hazard.responsible_phone


def found_at(office, place, **fields):
    """Found at a place of the village, where somebody else is answerable."""
    other = PersonFactory(county=office.township.county, township=office.township)
    return HazardFactory(by=office.account, place=place, sector=SectorFactory(), **{"answers": other} | fields)


def test_who_is_responsible_goes_over_with_the_post_and_the_history_says_so(office, secretary):
    case = found_at(office, secretary.place, answers=office.giver)
    assert named_now(case) == ("李明", "13700000001")

    row = office.hand_over(posts=[secretary.pk], hazards=[case.pk])

    assert named_now(case) == ("王强", "13700000002")
    assert case.events.last().reason == f"包保责任人、责任人由李明移交王强（{row.number}）。"
    assert [hazard["number"] for hazard in row.content["renamed"]] == [case.number]


def test_a_case_of_somebody_else_names_the_successor_when_the_post_moves(office, secretary):
    case = found_at(office, EnterpriseFactory(township=office.township, parent=secretary.place))
    answers = case.answers
    [brought] = [one.brings for one in office.plan().posts if one.post == secretary]

    row = office.hand_over(posts=[secretary.pk], hazards=[])

    assert brought == (case,)
    assert named_now(case) == ("王强", "13700000002")
    assert case.answers == answers
    assert case.events.last().reason == f"责任人由李明移交王强（{row.number}）。"


def test_a_post_that_stays_keeps_its_name(office, secretary):
    mine = found_at(office, secretary.place, answers=office.giver)
    theirs = found_at(office, secretary.place)

    row = office.hand_over(posts=[office.post.pk], hazards=[mine.pk])

    assert [named_now(case) for case in (mine, theirs)] == [("李明", "13700000001")] * 2
    assert row.content["renamed"] == []


def test_a_case_that_is_kept_keeps_its_name(office, secretary):
    case = found_at(office, secretary.place, answers=office.giver)

    office.hand_over(posts=[secretary.pk], hazards=[])

    assert named_now(case) == ("李明", "13700000001")


def test_who_leaves_is_named_by_no_case_that_was_handed_over(office, secretary):
    case = found_at(office, secretary.place, answers=office.giver)

    office.hand_over(posts=[], hazards=[case.pk], leaves=True)

    assert named_now(case) == ("王强", "13700000002")


def test_who_left_before_is_named_by_no_case_either(office, secretary):
    case = found_at(office, secretary.place, answers=office.giver)
    Person.objects.filter(pk=office.giver.pk).update(left_on=ON)

    office.hand_over(posts=[], hazards=[case.pk])

    assert named_now(case) == ("王强", "13700000002")


def test_a_namesake_is_left_alone(office, secretary):
    elsewhere = found_at(office, VillageFactory(township=office.township), responsible_person="李明")
    owned = EnterpriseFactory(township=office.township, parent=secretary.place)
    duty_of(PersonFactory(county=office.township.county, name="李明", phone="13700000009"), "legal_representative", owned)
    owners = found_at(office, owned)

    office.hand_over(posts=[secretary.pk], hazards=[])

    assert [named_now(case)[0] for case in (elsewhere, owners)] == ["李明", "李明"]


def test_closed_hazards_stay_with_who_answered(office):
    closed = hazard_at("closed", by=office.account, place=office.hazard.place)
    Hazard.objects.filter(pk=closed.pk).update(answers=office.giver)

    assert [hazard.pk for hazard in plan(office.giver, office.receiver, on=ON, by=office.bureau).hazards] == [office.hazard.pk]


def test_what_is_not_chosen_stays(office):
    row = office.hand_over(posts=[office.post.pk], hazards=[])

    office.hazard.refresh_from_db()
    assert holders(office.seat, ON) == ["李明"]
    assert office.hazard.answers == office.giver
    assert [post["duty"] for post in row.content["kept_posts"]] == [office.seat.title]
    assert [hazard["number"] for hazard in row.content["kept_hazards"]] == [office.hazard.number]


def test_scope_moves_to_a_new_account_without_a_password(office):
    office.hand_over()

    office.account.refresh_from_db()
    fresh = User.objects.get(person=office.receiver)
    assert (office.account.is_active, fresh.username) == (False, "wangqiang")
    assert (fresh.role, fresh.township, fresh.has_usable_password()) == ("inspector", office.township, False)


def test_account_of_that_name_gets_the_roster_number(office):
    UserFactory(username="wangqiang", role="auditor")

    office.hand_over()

    assert User.objects.get(person=office.receiver).username == f"wangqiang{office.receiver.number}"


def test_scope_moves_to_the_account_that_the_successor_has(office):
    elsewhere = TownshipFactory(county=office.township.county)
    theirs = InspectorFactory(township=elsewhere, person=office.receiver)

    office.hand_over()

    theirs.refresh_from_db()
    assert (theirs.township, theirs.is_active) == (office.township, True)


def test_somebody_of_the_bureau_loses_no_reach(office):
    theirs = BureauFactory(county=office.township.county, person=office.receiver)

    office.hand_over()

    theirs.refresh_from_db()
    assert (theirs.role, theirs.township) == ("bureau", None)


def test_administrators_account_is_not_touched(office):
    AdministratorFactory(county=office.township.county, person=office.receiver)

    with pytest.raises(AccountRefused):
        office.hand_over()

    office.account.refresh_from_db()
    assert office.account.is_active
    assert holders(office.post, ON) == ["李明"]


@pytest.mark.parametrize(("deed", "active"), [(AccountDeed.DISABLE, False), (AccountDeed.KEEP, True)])
def test_account_is_disabled_or_kept(office, deed, active):
    office.hand_over(account=deed)

    office.account.refresh_from_db()
    assert office.account.is_active == active
    assert not User.objects.filter(person=office.receiver).exists()


def test_nobody_moves_the_account_that_he_works_with(office):
    planned = plan(office.giver, office.receiver, on=ON, by=office.account)

    assert planned.account is None


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_accounts_above_a_clerk_are_not_offered(office, role):
    User.objects.filter(pk=office.account.pk).update(role=role)

    assert plan(office.giver, office.receiver, on=ON, by=office.bureau).account is None


def test_inspector_moves_no_account_of_the_bureau(office):
    User.objects.filter(pk=office.account.pk).update(role="bureau", township=None)

    assert plan(office.giver, office.receiver, on=ON, by=InspectorFactory(township=office.township)).account is None


def test_to_dos_of_the_scope_are_counted(office):
    planned = plan(office.giver, office.receiver, on=ON, by=office.bureau)

    assert [(str(label), count) for label, count, _numbers in planned.to_dos] == [
        ("新发现，待处理", 1),
        ("已回复，待复查", 0),
        ("超期未销号", 0),
    ]
    assert planned.to_dos[0][2] == [office.hazard.number]


def test_who_leaves_is_off_the_roster_that_day(office):
    office.hand_over(leaves=True)

    office.giver.refresh_from_db()
    assert office.giver.left_on == ON


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on": date(2026, 5, 1), "posts": [], "hazards": [], "account": AccountDeed.KEEP}, Refusal.NOTHING),
        ({"on": timezone.localdate() + timedelta(days=1)}, Refusal.IN_FUTURE),
    ],
)
def test_refused(office, changes, expected):
    assert refusal(office, **changes) == expected


def test_a_month_late_is_the_latest(office, settings):
    settings.HANDOVER_DAYS_BACK = 31
    earliest = timezone.localdate() - timedelta(days=31)
    nothing = {"posts": [], "hazards": [], "account": AccountDeed.KEEP}

    with pytest.raises(HandoverRefused) as refused:
        office.hand_over(on=earliest - timedelta(days=1))

    assert (refused.value.refusal, refused.value.day) == (Refusal.TOO_LONG_AGO, earliest)
    assert refusal(office, on=earliest, **nothing) == Refusal.NOTHING


def test_nobody_hands_over_to_himself(office):
    assert refusal(office, receiver=office.giver) == Refusal.SAME_PERSON


def test_successor_of_another_county_is_refused(office):
    assert refusal(office, receiver=PersonFactory()) == Refusal.OTHER_COUNTY


def test_successor_who_left_is_refused(office):
    office.receiver.left_on = ON
    office.receiver.save()

    assert refusal(office) == Refusal.RECEIVER_LEFT


def test_post_that_the_successor_holds_already_is_refused_and_nothing_moves(office):
    duty_of(office.receiver, place=office.post.place)

    with pytest.raises(AppointmentRefused) as refused:
        office.hand_over()

    office.hazard.refresh_from_db()
    assert refused.value.obstacle == Obstacle.TERM_OVERLAPS
    assert office.hazard.answers == office.giver
    assert holders(office.seat, ON) == ["李明"]
    assert not Handover.objects.exists()


def test_post_that_the_successor_holds_already_can_end_and_names_the_successor(office, secretary):
    duty_of(office.receiver, "village_secretary", secretary.place)
    case = found_at(office, secretary.place, responsible_person="李明")

    row = office.hand_over(posts=[], hazards=[], ended=[secretary.pk], account=AccountDeed.KEEP)

    secretary.refresh_from_db()
    assert secretary.ends_on == date(2026, 5, 31)
    assert (holders(secretary, ON), named_now(case)[0]) == (["王强"], "王强")
    assert [post["where"] for post in row.content["ended_posts"]] == [secretary.place.local_name]
    assert secretary.title not in [post["duty"] for post in row.content["kept_posts"]]


def test_post_that_the_successor_holds_only_later_does_not_end(office):
    duty_of(office.receiver, place=office.post.place, starts_on=date(2026, 7, 1))

    assert office.plan().endable == []
    with pytest.raises(MovedMeanwhile):
        office.hand_over(posts=[], ended=[office.post.pk])


def test_post_that_begins_on_the_day_has_no_day_before(office):
    office.post.starts_on = ON
    office.post.save()

    [late] = [one for one in plan(office.giver, office.receiver, on=ON, by=office.bureau).posts if one.refused]

    assert (late.post, late.refused.obstacle) == (office.post, "starts_too_late")


def test_second_full_time_post_is_refused(office):
    duty_of(office.receiver, "safety_inspector", TownshipFactory(county=office.township.county))
    post = duty_of(office.giver, "station_head", office.township)

    with pytest.raises(AppointmentRefused) as refused:
        office.hand_over(posts=[post.pk])

    assert refused.value.obstacle == Obstacle.FULL_TIME_TWICE


def test_single_post_goes_over_although_the_giver_holds_it(office):
    head = duty_of(office.giver, "township_head", office.township)

    office.hand_over(posts=[head.pk])

    assert holders(head, ON) == ["王强"]


def test_missing_certificate_is_a_warning(office):
    Person.objects.filter(pk=office.receiver.pk).update(is_full_time=True)
    post = duty_of(office.giver, "safety_inspector", office.township)
    [planned] = [one for one in plan(office.giver, office.receiver, on=ON, by=office.bureau).posts if one.post == post]
    assert planned.lacks.key == "enforcement"

    row = office.hand_over(posts=[post.pk])

    assert row.content["warnings"] == ["王强没有有效的安全生产执法（监督检查）证，官亭乡安监员须持证。"]


def test_a_post_that_counts_full_time_staff_alone_is_a_warning(office):
    DutyRule.objects.update(certificate=None, certified_minimum=0)
    post = duty_of(office.giver, "safety_inspector", office.township)
    words = "王强未标记为专职安监人员，官亭乡安监员只计专职人员，仍列为空白点（人数不足）。"

    assert office.hand_over(posts=[post.pk]).content["warnings"] == [words]


def test_certified_successor_gives_no_warning(office):
    Person.objects.filter(pk=office.receiver.pk).update(is_full_time=True)
    post = duty_of(office.giver, "safety_inspector", office.township)
    CertificateFactory(person=office.receiver)

    assert office.hand_over(posts=[post.pk]).content["warnings"] == []


def test_load_beyond_what_is_sensible_is_a_warning(office):
    for _ in range(2):
        duty_of(office.receiver)

    assert office.hand_over().content["warnings"] == ["王强担任村安全监管员超过 2 处。"]


@pytest.mark.parametrize("factory", [InspectorFactory, BureauFactory, OfficialFactory])
def test_strangers_hand_nothing_over(office, factory):
    with pytest.raises(PermissionDenied):
        office.hand_over(by=factory())


def test_inspector_leaves_posts_beyond_the_township_alone(office):
    county_post = duty_of(office.giver, "county_member", office.township.county)

    planned = plan(office.giver, office.receiver, on=ON, by=InspectorFactory(township=office.township))

    assert planned.out_of_reach == [county_post]
    with pytest.raises(MovedMeanwhile):
        office.hand_over(by=InspectorFactory(township=office.township), posts=[county_post.pk])


def test_second_handover_is_told_of_the_first(office):
    first = office.hand_over()
    third = PersonFactory(county=office.township.county, township=office.township)

    with pytest.raises(MovedMeanwhile) as refused:
        office.hand_over(receiver=third)

    assert refused.value.handover == first


def test_sent_twice_is_done_once(office):
    submission = "7b0e6c9a-2c3d-4d57-b9b4-7d0b3a6d2f10"

    assert office.hand_over(submission=submission) == office.hand_over(submission=submission)
    assert Handover.objects.count() == 1


def test_numbers_run_per_organ_and_year(office):
    county = office.township.county
    giver, receiver = PersonFactory.create_batch(2, county=county, township=None)
    post = duty_of(giver, "county_member", place=county)
    office.hand_over(giver=giver, receiver=receiver, hazards=[], account=AccountDeed.KEEP, posts=[post.pk])
    first = office.hand_over(hazards=[], account=AccountDeed.KEEP, posts=[office.post.pk])
    second = office.hand_over(hazards=[], account=AccountDeed.KEEP, posts=[office.seat.pk])
    year = timezone.localdate().year

    assert {row.number for row in Handover.objects.filter(township=None)} == {f"临安监交接〔{year}〕1号"}
    assert [first.number, second.number] == [f"官亭交接〔{year}〕1号", f"官亭交接〔{year}〕2号"]


@pytest.mark.parametrize("change", [lambda row: row.save(), lambda row: Handover.objects.filter(pk=row.pk).delete()])
def test_database_refuses_changes(office, change):
    row = office.hand_over()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(row)


def test_sheet_names_what_moved_and_has_three_signatures(office):
    row = office.hand_over(posts=[office.post.pk], note="印章一枚", witness=PersonFactory(county=office.township.county, name="赵六"))

    pages = PdfReader(BytesIO(print_handover(row.pk, lambda *step: None))).pages
    text = re.sub(r"[\s\0]+", "", "".join(page.extract_text() for page in pages))

    for words in ["工作交接表", row.number, "李明", "王强", "赵六", office.post.place.name, office.hazard.number, "印章一枚"]:
        assert words in text
    assert [words in text for words in ("交接人（签名）", "接收人（签名）", "监交人（签名）")] == [True] * 3


def test_the_head_of_the_sheet_is_the_organ_of_its_number(office):
    content = office.hand_over().content

    assert (content["organ"], content["number"].partition("〔")[0]) == ("官亭乡人民政府", "官亭交接")


def test_sheet_names_the_cases_of_the_account_and_those_with_a_new_name(office, secretary):
    case = found_at(office, secretary.place)
    row = office.hand_over(posts=[secretary.pk], hazards=[])

    text = re.sub(
        r"[\s\0]+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(print_handover(row.pk, lambda *step: None))).pages)
    )

    assert f"责任人由李明改为王强的隐患1条：{case.number}。" in text
    assert f"新发现，待处理2条（{office.hazard.number}、{case.number}）" in text


def test_sheet_is_printed_by_the_worker(office):
    job = print_now(request_print("handover", office.hand_over().pk))

    with job.file.open("rb") as paper:
        assert paper.read(4) == b"%PDF"
