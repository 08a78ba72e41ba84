from datetime import date

import pytest

from reports.phrases import campaign_of, phrases
from tests.factories.campaign import (
    InvestmentFactory,
    LeadingGroupMemberFactory,
    MentorshipFactory,
    State,
    Tier,
    an_objection,
    candidacy_at,
)
from tests.factories.rounds import DAY, NOON, RoundWriter
from tests.factories.townships import BureauFactory, CampaignFactory, PersonFactory, TownshipFactory
from townships import figures  # noqa: F401
from townships.candidacy import Action, perform
from townships.figure import FIGURES
from townships.models import Investment
from townships.period import Period, midnight
from townships.voiding import void
from townships.work_plan import mark_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def campaign(township):
    return CampaignFactory(county=township.county)


@pytest.fixture(autouse=True)
def a_round(township, campaign):
    """A county title of 2026, a provincial one under way, one of the city returned; and a neighbour county beside them."""
    here = {"township": township, "campaign": campaign}
    candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26), **here)
    candidacy_at(State.CREATING, tier=Tier.PROVINCE, on=date(2026, 12, 31), **here)
    candidacy_at(State.RETURNED, tier=Tier.CITY, on=date(2027, 1, 1), **here)
    candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    MentorshipFactory(**here), MentorshipFactory(**here), MentorshipFactory()
    LeadingGroupMemberFactory(campaign=campaign, person=PersonFactory(county=township.county, township=township))
    LeadingGroupMemberFactory()
    invest(township)


def invest(township):
    here = {"township": township, "created_by__county": township.county}
    InvestmentFactory(**here, amount="50000.50")
    InvestmentFactory(**here, amount=20000, purpose=Investment.Purpose.WAGES, spent_on=date(2026, 12, 31))
    InvestmentFactory(**here, amount=7, spent_on=date(2025, 12, 31))
    InvestmentFactory(amount=8)
    wrong = InvestmentFactory(**here, amount=9)
    void(wrong, by=wrong.created_by, reason="重复登记")


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("candidacies.applied.county", 2026, 1),
        ("candidacies.applied.city", 2026, 0),
        ("candidacies.applied.city", 2027, 1),
        ("candidacies.applied.province", 2026, 1),
        ("candidacies.named.county", 2026, 1),
        ("candidacies.named.county", 2027, 0),
        ("candidacies.titled.county", 2025, 0),
        ("candidacies.titled.county", 2028, 1),
        ("candidacies.titled.county", 2029, 0),
        ("candidacies.creating", 2025, 0),
        ("candidacies.creating", 2026, 1),
        ("mentorships.total", 2025, 0),
        ("mentorships.total", 2027, 2),
        ("leading_group.members", 2026, 1),
        ("investment.total", 2026, 70000.5),
        ("investment.station", 2026, 50000.5),
        ("investment.wages", 2026, 20000),
        ("investment.facilities", 2026, 0),
    ],
)
def test_figure(township, key, year, number):
    figure, period = FIGURES[key], Period.year(year)

    assert figure.value(period, township.county) == number
    assert figure.value(period, township) == number
    assert figure.by_township(period, township.county) == ({township.pk: number} if number else {})


def test_of_two_rounds_in_a_year_the_one_that_the_report_names_is_counted():
    here, year = TownshipFactory(), Period.year(2026)
    earlier = CampaignFactory(county=here.county, round_number=1, starts_on=date(2023, 1, 1), ends_on=date(2026, 6, 30))
    later = CampaignFactory(county=here.county)
    for campaign in (earlier, later):
        RoundWriter(township=here, campaign=campaign).plan("file")
        LeadingGroupMemberFactory(campaign=campaign, person=PersonFactory(county=here.county))

    assert campaign_of(here.county, year) == later
    for key in ("mentorships.total", "plans.filed", "leading_group.members"):
        assert [row.campaign for row in FIGURES[key].rows_for(year, here.county)] == [later]
        assert FIGURES[key].value(year, here.county) == 1


def test_a_later_step_does_not_change_what_was_under_way(township, campaign):
    creating = campaign.candidacies.get(state=State.CREATING)
    bureau = BureauFactory(county=township.county)

    perform(creating, Action.RETURN, by=bureau, on=date(2027, 2, 1), at=midnight(date(2027, 2, 2)), reason="材料不全")

    figure = FIGURES["candidacies.creating"]
    assert [figure.value(Period.year(year), township) for year in (2026, 2027)] == [1, 0]


def test_a_title_revoked_is_held_no_more(township, campaign):
    named = campaign.candidacies.get(state=State.NAMED)
    bureau = BureauFactory(county=township.county)

    perform(named, Action.REVOKE, by=bureau, on=date(2027, 2, 1), at=midnight(date(2027, 2, 2)), reason="发生较大事故")

    figure = FIGURES["candidacies.titled.county"]
    assert [figure.value(Period.year(year), township) for year in (2026, 2027)] == [1, 0]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("sessions.held", 1),
        ("leader_visits.made", 1),
        ("documents.issued", 2),
        ("documents.plans", 1),
        ("tasks.done", 1),
        ("tasks.late", 1),
        ("plans.filed", 1),
        ("mentorships.visits", 1),
        ("mentorships.money", 5000),
        ("exchanges.held", 1),
        ("exchanges.speakers", 1),
        ("examples.publicised", 1),
        ("notices.posted", 1),
        ("notices.objections", 1),
    ],
)
def test_what_a_round_wrote_down_is_counted_once_and_voided_rows_are_not(key, number):
    writer = RoundWriter()
    for kind in ("session", "leader_visit", "task", "document", "exchange", "example", "mentor_visit", "mentor_aid"):
        void(writer.enter(kind), by=writer.bureau, reason="重复登记")
        writer.enter(kind)
    writer.enter("document", kind="basis", title="上级文件"), writer.enter("document", kind="plan", title="工作方案")
    mark_done(writer.enter("task"), by=writer.bureau, on=DAY, at=NOON)
    writer.plan("file")
    noticed = candidacy_at(State.NOTICED, township=writer.township, campaign=writer.campaign)
    an_objection(noticed, by=writer.bureau), an_objection(noticed, by=writer.bureau, is_real_name=False)

    figure = FIGURES[key]

    for place in (writer.township.county, writer.township):
        assert figure.value(Period.year(2026), place) == number
        assert figure.value(Period.year(2027), place) == (1 if key == "plans.filed" else 0)
    assert sum(figure.by_township(Period.year(2026), writer.township.county).values()) == number


def test_what_a_voided_pair_did_counts_no_more():
    writer = RoundWriter()
    writer.enter("mentor_visit"), writer.enter("mentor_aid")

    void(writer.mentorship, by=writer.bureau, reason="登记有误")

    assert [FIGURES[f"mentorships.{what}"].value(Period.year(2026), writer.township) for what in ("visits", "money")] == [0, 0]


def test_a_paper_for_two_rounds_at_once_was_sent_out_once(township, campaign):
    writer = RoundWriter(township=township, campaign=campaign)
    beside = CampaignFactory(county=township.county, round_number=campaign.round_number + 1)
    for round_ in (campaign, beside):
        writer.campaign = round_
        writer.enter("document", kind="plan", number="沅澧安〔2026〕7号")
        writer.enter("document", kind="plan")

    values = [FIGURES[f"documents.{what}"].value(Period.year(2026), township) for what in ("issued", "plans")]

    assert values == [3, 3]


def test_kept_lapsed_and_revoked_stand_in_their_year(township, campaign):
    named = campaign.candidacies.get(state=State.NAMED)
    bureau = BureauFactory(county=township.county)
    perform(named, Action.KEEP, by=bureau, on=date(2027, 2, 1), at=midnight(date(2027, 2, 2)), reason="统一复核", anyway=True)
    perform(named, Action.REVOKE, by=bureau, on=date(2028, 2, 1), at=midnight(date(2028, 2, 2)), reason="发生较大事故")

    values = {
        key: [FIGURES[f"candidacies.{key}.county"].value(Period.year(year), township) for year in (2026, 2027, 2028)]
        for key in ("kept", "lapsed", "revoked")
    }

    assert values == {"kept": [0, 1, 0], "lapsed": [0, 0, 0], "revoked": [0, 0, 1]}


def test_a_round_that_a_township_has_no_part_in_takes_nothing_away_from_it(township, campaign):
    RoundWriter(township=township, campaign=campaign).plan("file")
    beside = CampaignFactory(county=township.county, starts_on=date(2026, 2, 1), round_number=campaign.round_number + 1)

    assert campaign_of(township.county, Period.year(2026)) == beside
    assert phrases(township.county, Period.year(2026))["mentorships.mentors"]["words"] == "、".join(
        campaign.mentorships.values_list("mentor", flat=True)
    )
    assert [FIGURES[key].value(Period.year(2026), township) for key in ("plans.filed", "mentorships.total")] == [1, 3]
