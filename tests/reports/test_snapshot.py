import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hazards.models import State
from reports.gather import Gathered, gather, gather_all, gather_by_township
from reports.one_moment import one_moment
from reports.prose import default_paragraphs
from reports.snapshot import changes, period_of, take_snapshot
from reports.tokens import check
from tests.factories.campaign import candidacy_at
from tests.factories.hazards import DriveFactory, HazardFactory, hazard_at
from tests.factories.publicity import ActivityFactory, TrainingFactory
from tests.factories.reports import NUMBERS, SILENT, WORDS
from tests.factories.townships import (
    BureauFactory,
    CampaignFactory,
    CountyFactory,
    EnterpriseFactory,
    KeySiteFactory,
    PersonFactory,
    SectorFactory,
    TownshipFactory,
)
from tests.hazards.racing import race
from townships.figure import all_figures
from townships.models import Investment, LeadingGroupMember, Township
from townships.period import Period

pytestmark = pytest.mark.django_db
YEAR = Period.year(2026)
AT = timezone.make_aware(datetime(2026, 11, 24, 9, 30))  # noqa: DTZ001 (made aware at once)


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", county__name="临澧县")


def annex(snapshot, key):
    [found] = [table for table in snapshot["annexes"] if table["key"] == key]
    return found


def test_every_key_of_the_prose_is_declared_by_an_app():
    """No factory may hide a figure that nobody counts."""
    snapshot = take_snapshot(CountyFactory(), 2026, at=AT)
    for one in default_paragraphs(snapshot):
        check(one.text, snapshot)
    assert {*NUMBERS, *SILENT} <= set(snapshot["figures"])
    assert set(WORDS) == set(snapshot["phrases"])


def test_numbers_have_their_unit_and_type(township):
    ActivityFactory(township=township, quantity=30, cost=Decimal("12.50"))
    found = gather(YEAR, township.county, keys=["publicity.leaflets", "publicity.cost"])
    assert found["publicity.leaflets"] == Gathered("publicity.leaflets", found["publicity.leaflets"].label, "份", 30)
    assert found["publicity.cost"].number == Decimal("12.50")


def test_the_townships_make_up_the_county(township):
    other = TownshipFactory(county=township.county)
    for place, quantity in ((township, 3), (other, 4), (TownshipFactory(), 50)):
        ActivityFactory(township=place, quantity=quantity)
    by_township = gather_by_township(YEAR, township.county, ["publicity.leaflets"])["publicity.leaflets"]
    assert by_township == {township.pk: 3, other.pk: 4}
    assert gather(YEAR, township.county, keys=["publicity.leaflets"])["publicity.leaflets"].number == 7


def test_as_many_queries_for_a_big_county_as_for_a_small_one(township, django_assert_max_num_queries):
    hazard_at(State.CLOSED, place=EnterpriseFactory(township=township))
    # A few more: kinds that are figures themselves, intervals that are data.
    with django_assert_max_num_queries(len(all_figures()) + 8):
        gather(YEAR, township.county)


def queries_of_a_snapshot(county):
    with CaptureQueriesContext(connection) as captured:
        take_snapshot(county, 2026, at=AT)
    return len(captured)


def test_a_snapshot_asks_as_often_for_three_as_for_one(township):
    def fill():
        place = EnterpriseFactory(township=TownshipFactory(county=township.county))
        hazard_at(State.CLOSED, place=place, drive=DriveFactory(county=township.county))
        TrainingFactory(township=place.township), ActivityFactory(township=place.township)

    fill()
    one = queries_of_a_snapshot(township.county)
    fill(), fill()
    assert queries_of_a_snapshot(township.county) == one


def test_a_snapshot_is_plain_json_in_chinese(township):
    Investment.objects.create(
        county=township.county,
        spent_on=date(2026, 5, 1),
        amount="52300.50",
        source="county",
        purpose="publicity",
        created_by=BureauFactory(),
    )
    with translation.override("en"):
        snapshot = take_snapshot(township.county, 2026, at=AT)
    assert json.loads(json.dumps(snapshot)) == snapshot
    assert snapshot["figures"]["investment.total"] | {"label": ""} == {"label": "", "unit": "元", "value": "52300.50", "last_year": 0}
    assert snapshot["county"]["name"] == "临澧县"


def test_a_running_year_is_counted_until_today_and_compared_with_the_same_days(township):
    ActivityFactory(township=township, held_on=date(2025, 11, 24), quantity=5)
    ActivityFactory(township=township, held_on=date(2025, 11, 25), quantity=70)
    snapshot = take_snapshot(township.county, 2026, at=AT)
    assert (snapshot["start"], snapshot["end"]) == ("2026-01-01", "2026-11-24")
    assert snapshot["figures"]["publicity.leaflets"]["last_year"] == 5
    assert period_of(take_snapshot(township.county, 2025, at=AT)) == Period.year(2025)


def test_a_candidate_is_told_of_alone_and_another_township_is_not(township):
    candidacy_at("applied", township=township)
    for place in (township, TownshipFactory(county=township.county)):
        ActivityFactory(township=place, quantity=5)

    figures = take_snapshot(township.county, 2026, at=AT)["figures"]

    alone = figures[f"publicity.leaflets@{township.code}"]
    assert (alone["label"], alone["value"], alone["place"]) == ("官亭乡：宣传资料", 5, township.pk)
    assert {key.partition("@")[2] for key in figures if "@" in key} == {township.code}
    assert f"publicity.banners@{township.code}" not in figures


def test_what_changed_since(township):
    ActivityFactory(township=township, quantity=83)
    snapshot = take_snapshot(township.county, 2026, at=AT)
    ActivityFactory(township=township, quantity=2)
    now = gather_all(period_of(snapshot), township.county)
    assert changes(snapshot, now)["publicity.leaflets"] == (83, 85)


def test_words_of_the_campaign(township):
    campaign = CampaignFactory(county=township.county, aim="“政府主导、部门配合”。")
    for seat, name, position in (("1", "张三", "县长"), ("2", "李四", "县委常委、副县长"), ("3", "王五", "局长")):
        person = PersonFactory(county=township.county, name=name, position=position)
        LeadingGroupMember.objects.create(campaign=campaign, person=person, seat=seat)
    road, fireworks = SectorFactory(name="道路交通一"), SectorFactory(name="烟花爆竹一")
    for sector, month in ((fireworks, 9), (road, 3), (road, 5)):
        DriveFactory(county=township.county, sector=sector, starts_on=date(2026, month, 1), ends_on=date(2026, month, 20))
    words = {key: entry["words"] for key, entry in take_snapshot(township.county, 2026, at=AT)["phrases"].items()}
    assert words["campaign.round"] == "第二轮"
    assert words["campaign.aim"] == "政府主导、部门配合"
    assert words["leading_group.head"] == "县长张三同志"
    assert words["leading_group.deputies"] == "县委常委、副县长李四同志"
    assert words["drives.sectors"] == "道路交通一、烟花爆竹一"


# Annexes


def test_totals_of_the_tables_are_the_figures(township):
    place = EnterpriseFactory(township=township)
    for state in (State.CLOSED, State.ORDERED, State.FOUND):
        hazard_at(state, place=place)
    TrainingFactory(township=township, others_present=40)
    snapshot = take_snapshot(township.county, 2026, at=AT)
    figures = {key: str(figure["value"]) for key, figure in snapshot["figures"].items()}
    by_township, by_sector = annex(snapshot, "hazards"), annex(snapshot, "sectors")
    assert (by_township["total"][2], by_township["total"][3]) == (figures["hazards.found"], figures["hazards.closed"]) == ("3", "1")
    assert by_township["total"][4] == "33.3%"
    assert (by_sector["total"][1], by_sector["total"][3]) == ("3", "1")
    assert len(annex(snapshot, "ledger")["rows"]) == 3
    assert annex(snapshot, "trainings")["total"] == ["合计", "1", figures["trainings.people"], "0"]
    assert by_township["chart"]["bars"] == [["官亭乡", "1", "2"]]


def test_a_rate_over_nothing_is_a_dash(township):
    assert annex(take_snapshot(township.county, 2026, at=AT), "hazards")["total"][4] == "—"


def test_the_county_itself_has_a_line_when_it_did_something(township):
    ActivityFactory(township=None, county=township.county, quantity=3, created_by=BureauFactory(county=township.county))
    rows = annex(take_snapshot(township.county, 2026, at=AT), "publicity")["rows"]
    assert [row[0] for row in rows] == ["县本级", "官亭乡"]


def test_publicity_has_a_column_for_what_was_done_only(township):
    ActivityFactory(township=township)
    table = annex(take_snapshot(township.county, 2026, at=AT), "publicity")
    assert [column["label"] for column in table["columns"]] == ["乡镇（街道）", "宣传资料", "投入资金"]


def test_major_hazards_are_listed(township):
    hazard = hazard_at(State.CLOSED, place=EnterpriseFactory(township=township), grade="major", description="尾矿库溢洪道堵塞")
    HazardFactory(place=EnterpriseFactory(township=township))
    [row] = annex(take_snapshot(township.county, 2026, at=AT), "major")["rows"]
    assert row[0] == hazard.number
    assert "尾矿库溢洪道堵塞" in row


def test_campaign_stands_as_it_stood_at_the_years_end(township):
    campaign = CampaignFactory(county=township.county)
    candidacy = campaign.candidacies.create(
        township=township,
        tier="city",
        state="named",
        applied_on=date(2026, 2, 1),
        named_on=date(2027, 1, 5),
        valid_until=date(2030, 1, 4),
        title_years=3,
    )
    by = BureauFactory(county=township.county)
    for day, state in ((date(2026, 3, 1), "creating"), (date(2027, 1, 5), "named")):
        candidacy.events.create(action="x", to_state=state, by=by, happened_on=day, at=timezone.now())
    snapshot = json.loads(json.dumps(take_snapshot(township.county, 2026, at=AT + timedelta(days=365))))
    [row] = annex(snapshot, "campaign")["rows"]
    assert row == ["官亭乡", "第二轮", "市级", "创建中", "2026-02-01", "—", "—", "—"]


# One moment


@pytest.mark.django_db(transaction=True)
def test_all_numbers_are_of_one_moment():
    county = CountyFactory()
    with one_moment():
        before = Township.objects.count()
        run_elsewhere(lambda: TownshipFactory(county=county))
        assert Township.objects.count() == before
    assert Township.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_an_ordinary_transaction_would_see_two_moments():
    county = CountyFactory()
    with transaction.atomic():
        before = Township.objects.count()
        run_elsewhere(lambda: TownshipFactory(county=county))
        assert Township.objects.count() == before + 1


def run_elsewhere(deed):
    """In a connection of its own, as another person's request."""
    [result] = race(deed)
    if isinstance(result, Exception):
        raise result


def test_a_spot_that_is_the_place_is_told_once_and_money_stands_at_the_right(township):
    ferry = KeySiteFactory(name="青山渡口", township=township)
    for spot in ("渡口", "青山渡口", "上游栈桥", ""):
        HazardFactory(place=ferry, grade="major", spot=spot)

    table = annex(take_snapshot(township.county, 2026, at=AT), "major")

    assert [row[1] for row in table["rows"]] == ["青山渡口", "青山渡口", "青山渡口上游栈桥", "青山渡口"]
    assert [(column["unit"], column["is_text"]) for column in table["columns"] if column["label"] == "资金"] == [("万元", False)]
