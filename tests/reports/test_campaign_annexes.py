"""The annexes of the campaign: every title and application that the text counts, and letters by township or no table of them."""

from datetime import date

import pytest

from reports.annexes import annexes
from tests.factories.campaign import Action, State, Tier, candidacy_at, step
from tests.factories.letters import letters_of, signed
from tests.factories.townships import BureauFactory, CampaignFactory, TownshipFactory, VillageFactory
from townships.models import Candidacy
from townships.period import Period

pytestmark = pytest.mark.django_db


def letters_table(county):
    return {table["key"]: table for table in annexes(county, Period.year(2026))}.get("letters")


def test_letters_by_township():
    township = TownshipFactory(name="官亭乡")
    VillageFactory.create_batch(2, township=township)
    first, _second = letters_of(township)
    signed(first, on=date(2026, 3, 1))

    table = letters_table(township.county)

    assert table["rows"] == [["官亭乡", "2", "1", "50.0%"]]
    assert table["total"] == ["合计", "2", "1", "50.0%"]


def test_without_letters_there_is_no_table():
    assert letters_table(TownshipFactory().county) is None


@pytest.fixture
def earlier_round():
    return CampaignFactory(round_number=1, starts_on=date(2023, 1, 1), ends_on=date(2025, 12, 31))


def titles_table(county):
    [table] = [table for table in annexes(county, Period.year(2026)) if table["key"] == "campaign"]
    return [[row[place] for place in (0, 1, 2, 3, 6)] for row in table["rows"]]


def test_a_title_of_an_earlier_round_stands_beside_this_rounds_applications(earlier_round):
    county = earlier_round.county
    titled, creating = (TownshipFactory(county=county, name=name) for name in ("河洑镇", "洞市乡"))
    candidacy_at(State.NAMED, tier=Tier.CITY, township=titled, campaign=earlier_round, on=date(2025, 3, 1))
    candidacy_at(State.CREATING, township=creating)

    assert titles_table(county) == [["河洑镇", "第一轮", "市级", "已命名", "有效"], ["洞市乡", "第二轮", "省级", "创建中", "—"]]


def test_a_title_that_was_kept_this_year_says_so_and_one_that_ran_out_before_is_left_out(earlier_round):
    townships = TownshipFactory.create_batch(2, county=earlier_round.county)
    kept, over = [
        candidacy_at(State.NAMED, tier=Tier.COUNTY, township=one, campaign=earlier_round, on=date(2024, 3, 1)) for one in townships
    ]
    step(kept, Action.KEEP, by=BureauFactory(county=earlier_round.county), on=date(2026, 5, 4))
    Candidacy.objects.filter(pk=over.pk).update(valid_until=date(2025, 12, 31))

    assert titles_table(earlier_round.county) == [[kept.township.name, "第一轮", "县级", "已命名", "保持"]]
