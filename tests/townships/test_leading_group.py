from datetime import date

import pytest

from tests.factories.campaign import LeadingGroupMemberFactory
from tests.factories.townships import CampaignFactory, DutyFactory, PersonFactory
from townships.figure import FIGURES
from townships.leading_group import AlreadySeated, differences, follow_chain, leave, seat, unseat
from townships.models import Duty, DutyKind, LeadingGroupMember
from townships.period import Period

pytestmark = pytest.mark.django_db


def test_who_left_is_counted_for_the_days_before():
    member = LeadingGroupMemberFactory()

    unseat(member, on=date(2026, 7, 1))

    serving = LeadingGroupMember.objects.serving_on
    assert [serving(day).count() for day in (date(2026, 6, 30), date(2026, 7, 1))] == [1, 0]


def test_who_joins_late_is_not_counted_before():
    campaign = CampaignFactory()
    seat(PersonFactory(county=campaign.county), campaign=campaign, seat="3", on=date(2026, 7, 1))

    serving = LeadingGroupMember.objects.serving_on
    assert [serving(day).count() for day in (date(2026, 6, 30), date(2026, 7, 1))] == [0, 1]


def test_nobody_sits_twice_but_may_come_back():
    member = LeadingGroupMemberFactory()

    with pytest.raises(AlreadySeated):
        seat(member.person, campaign=member.campaign, seat="1", on=date(2026, 7, 1))
    unseat(member, on=date(2026, 7, 1))
    again = seat(member.person, campaign=member.campaign, seat="1", on=date(2026, 8, 1))

    assert again.pk != member.pk


def test_the_first_day_of_leaving_stays():
    member = LeadingGroupMemberFactory()

    unseat(member, on=date(2026, 7, 1)), unseat(member, on=date(2026, 8, 1))

    member.refresh_from_db()
    assert member.left_on == date(2026, 7, 1)


def test_a_wrong_day_of_joining_is_put_right_by_leaving_on_it():
    member = LeadingGroupMemberFactory(joined_on=date(2026, 7, 1))
    leave(member, on=date(2026, 7, 1))

    again = seat(member.person, campaign=member.campaign, seat="3", on=date(2026, 5, 1))

    assert list(LeadingGroupMember.objects.serving_on(date(2026, 5, 1))) == [again]


def test_who_sits_again_did_not_leave_later_than_that():
    member = LeadingGroupMemberFactory()
    leave(member, on=date(2026, 7, 1))
    again = seat(member.person, campaign=member.campaign, seat="1", on=date(2026, 8, 1))

    for on in (None, date(2026, 8, 2)):
        with pytest.raises(AlreadySeated):
            leave(member, on=on)
    leave(again, on=None), leave(member, on=date(2026, 8, 1))


TODAY = date(2026, 6, 1)


@pytest.fixture
def round_():
    return CampaignFactory(starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))


def post_in(round_, key, **fields):
    person = PersonFactory(county=round_.county, name=fields.pop("name"))
    return DutyFactory(person=person, kind=DutyKind.objects.get(key=key), place=round_.county, **fields)


def group_on(round_, day):
    return {(str(member.person), member.get_seat_display()) for member in round_.leading_group.serving_on(day).select_related("person")}


def test_the_chain_fills_the_group_and_nobody_is_entered_twice(round_):
    post_in(round_, "county_head", name="周县长", starts_on=date(2025, 1, 1))
    both = post_in(round_, "county_member", name="李局长", starts_on=date(2026, 3, 1))
    DutyFactory(person=both.person, kind=DutyKind.objects.get(key="county_deputy"), place=round_.county, starts_on=date(2026, 4, 1))

    follow_chain(round_, today=TODAY)

    assert group_on(round_, date(2026, 1, 1)) == {("周县长", "组长")}
    assert group_on(round_, TODAY) == {("周县长", "组长"), ("李局长", "副组长")}
    assert differences(round_, today=TODAY) == []


def test_whose_post_ended_leaves_and_whose_post_is_another_gets_another_seat(round_):
    gone = post_in(round_, "county_deputy", name="张副县长", starts_on=date(2025, 1, 1))
    moved = post_in(round_, "county_member", name="李局长", starts_on=date(2025, 1, 1))
    follow_chain(round_, today=TODAY)
    Duty.objects.filter(pk=gone.pk).update(ends_on=date(2026, 7, 31))
    Duty.objects.filter(pk=moved.pk).update(kind=DutyKind.objects.get(key="county_deputy"))

    follow_chain(round_, today=date(2026, 8, 10))

    assert group_on(round_, date(2026, 7, 31)) == {("张副县长", "副组长"), ("李局长", "副组长")}
    assert group_on(round_, date(2026, 8, 1)) == {("李局长", "副组长")}


def test_who_was_sent_away_comes_back_from_that_day(round_):
    head = post_in(round_, "county_head", name="周县长", starts_on=date(2025, 1, 1))
    follow_chain(round_, today=TODAY)
    unseat(round_.leading_group.get(person=head.person), on=TODAY)

    follow_chain(round_, today=TODAY)

    assert [round_.leading_group.serving_on(day).count() for day in (date(2026, 5, 31), TODAY)] == [1, 1]


def test_who_was_added_in_the_round_stays(round_):
    LeadingGroupMemberFactory(campaign=round_)

    assert differences(round_, today=TODAY) == []


def test_a_round_that_is_over_keeps_its_group(round_):
    post_in(round_, "county_head", name="周县长")

    assert differences(round_, today=date(2028, 1, 1)) == []


def test_nobody_sits_again_before_the_day_on_which_he_left():
    member = LeadingGroupMemberFactory()
    unseat(member, on=date(2026, 7, 1))

    with pytest.raises(AlreadySeated):
        seat(member.person, campaign=member.campaign, seat="3", on=date(2026, 6, 30))

    assert seat(member.person, campaign=member.campaign, seat="3", on=date(2026, 7, 1)).pk


def test_the_figure_counts_people():
    member = LeadingGroupMemberFactory()
    LeadingGroupMember.objects.filter(pk=member.pk).update(left_on=date(2027, 6, 1))
    LeadingGroupMemberFactory(campaign=member.campaign, person=member.person, seat="1")

    assert FIGURES["leading_group.members"].value(Period.year(2026), member.campaign.county) == 1
