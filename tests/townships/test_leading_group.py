from datetime import date

import pytest

from tests.factories.campaign import LeadingGroupMemberFactory
from tests.factories.townships import CampaignFactory, PersonFactory
from townships.leading_group import AlreadySeated, seat, unseat
from townships.models import LeadingGroupMember

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
