"""Pages that are worked out: stations and what they lack, drills that are due, vetoes, and the piles of the home page."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from reports.work import piles_for
from tests.factories import means
from tests.factories.campaign import InvestmentFactory
from tests.factories.townships import (
    AuditorFactory,
    BureauFactory,
    DutyFactory,
    DutyKindFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.spreadsheets import rows_of
from townships.figure import FIGURES
from townships.models import Norm
from townships.period import Period
from townships.stations import Reason

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year
COMPUTED = ["stations", "station_shortfalls", "drills_due", "vetoes"]
PAPERS = [f"{way}_{name}" for name in COMPUTED for way in ("print", "export")]


@pytest.fixture
def bureau(client):
    bureau = BureauFactory()
    client.force_login(bureau)
    return bureau


@pytest.fixture
def township(bureau):
    return TownshipFactory(county=bureau.county, name="官亭乡", population=20000)


def table(client, name, **query):
    return [row.record for row in client.get(reverse(f"townships:{name}"), query).context["table"].rows]


def test_nothing_to_tell_is_told_and_no_cell_stays_blank(client, township):
    means.accident(township)

    pages = {
        name: client.get(reverse(f"townships:{name}"), {"year": 2026}).context["table"] for name in ("accidents", "station_shortfalls")
    }

    cells = [pages["accidents"].rows[0].get_cell("is_reported_late"), pages["station_shortfalls"].rows[0].get_cell("missing")]
    assert cells == ["无", "—"]


def names(client, name, **query):
    return [row.name for row in table(client, name, **query)]


@pytest.mark.parametrize("name", COMPUTED)
def test_inspector_sees_the_own_township_only(client, township, name):
    means.accident(township, dead=2, happened_at=timezone.now()), means.accident(dead=2, happened_at=timezone.now())
    TownshipFactory(county=township.county)
    client.force_login(InspectorFactory(township=township))

    rows = table(client, name)

    assert rows
    assert {(getattr(row, "township", None) or row).pk for row in rows} == {township.pk}


@pytest.mark.parametrize("name", [*COMPUTED, *PAPERS])
@pytest.mark.parametrize("reader", [OfficialFactory, AuditorFactory])
def test_readers_read(client, township, name, reader):
    client.force_login(reader(county=township.county))

    response = client.get(reverse(f"townships:{name}"))
    response.getvalue()

    assert response.status_code == 200


@pytest.mark.parametrize("name", COMPUTED)
def test_as_many_queries_for_three_townships_as_for_one(client, township, django_assert_num_queries, name):
    address = reverse(f"townships:{name}")

    def fill(one):
        means.station_year(one, year=YEAR), means.staff(one), means.drill(one)
        means.accident(one, dead=2, happened_at=timezone.now())

    fill(township)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    fill(TownshipFactory(county=township.county)), fill(TownshipFactory(county=township.county))

    with django_assert_num_queries(len(one)):
        client.get(address)


def test_shortfalls_by_reason_and_year(client, township):
    means.station_year(township, year=YEAR, rooms=1)

    assert [row.reason for row in table(client, "station_shortfalls", reason="rooms")] == [Reason.ROOMS]
    assert table(client, "station_shortfalls", reason="rooms", year=YEAR - 1) == []
    assert [row.reason for row in table(client, "station_shortfalls", reason="not_filed", year=YEAR - 1)] == [Reason.NOT_FILED]


def test_shortfalls_are_counted_by_township(client, township):
    TownshipFactory(county=township.county, name="子良乡")

    totals = client.get(reverse("townships:station_shortfalls")).context["filter"].totals

    assert [(row["name"], row["sum"]) for row in totals] == [("官亭乡", 4), ("子良乡", 4)]


@pytest.mark.parametrize("year", ["2099999", "-1", "今年", str(YEAR + 1)])
def test_year_that_is_none_is_told_and_shows_this_year(client, township, year):
    page = client.get(reverse("townships:station", args=[township.pk]), {"year": year})

    assert page.context["year"] == YEAR
    assert page.context["form"].errors["year"]


def test_a_year_to_come_falls_short_of_nothing(client, township):
    page = client.get(reverse("townships:stations"), {"year": YEAR + 1})

    assert f"{YEAR} 年安监站" in page.text
    assert page.context["ignored"] == ["年度"]


def test_shortfalls_as_spreadsheet(client, township):
    content = client.get(reverse("townships:export_station_shortfalls"), {"reason": "staff"}).getvalue()

    [_title, heads, row] = rows_of(content)
    assert heads == ["乡镇（街道）", "年度", "短板", "缺什么", "现有", "要求", "单位", "说明", "依据", "下一步"]
    assert (row[0], row[2], *row[4:7]) == ("官亭乡", "专职人员不足", "0", "3", "人")
    assert row[9] == "任命专职安监员，或核对在岗人员是否专职"
    assert rows_of(content, sheet=2)[2:] == [["官亭乡", "1", "1"], ["合计", "1", "1"]]


def test_money_that_falls_short_is_a_number_in_the_spreadsheet(client, township):
    means.station_year(township, year=YEAR, budget_amount=15000)
    content = client.get(reverse("townships:export_station_shortfalls"), {"reason": "budget"}).getvalue()

    [cells] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[2:]

    assert cells[4:8] == [15000.0, 20000.0, "元", "或 1 元/人"]


def test_a_shortfall_leads_to_where_it_is_mended(client, township):
    filed = means.station_year(township, year=YEAR, rooms=1)

    page = client.get(reverse("townships:station_shortfalls")).text

    for name, key in [("edit_station_year", filed.pk), ("appoint", township.pk)]:
        assert reverse(f"townships:{name}", args=[key]) in page
    assert f"{reverse('townships:new_equipment')}?place={township.pk}" in page


def test_shortfalls_are_only_looked_at_by_readers_and_in_past_years(client, township):
    assert "任命专职人员" not in client.get(reverse("townships:station_shortfalls"), {"year": YEAR - 1}).text

    client.force_login(OfficialFactory(county=township.county))
    assert "任命专职人员" not in client.get(reverse("townships:station_shortfalls")).text


def test_townships_with_shortfalls_have_no_rate_of_posts(client, township):
    TownshipFactory(county=township.county, name="子良乡")

    assert "落实率" not in client.get(reverse("townships:station_shortfalls")).text


def test_who_holds_two_posts_is_one_of_the_staff(client, township):
    [person] = means.staff(township)
    DutyFactory(person=person, place=township, kind=DutyKindFactory(level="township"))

    page = client.get(reverse("townships:station", args=[township.pk]))

    assert [post.person for post in page.context["staff"]] == [person]


def test_who_is_marked_and_counts_nowhere_is_named_with_the_way_to_a_post(client, township):
    means.staff(township)
    idle = PersonFactory(county=township.county, township=township, is_full_time=True)

    page = client.get(reverse("townships:station", args=[township.pk]))

    assert list(page.context["without_post"]) == [idle]
    assert f"?kind=safety_inspector&amp;person={idle.pk}" in page.text


def test_every_count_of_certified_staff_is_the_same(client, township):
    means.staff(township, 2), means.staff(township, valid_until=date(YEAR, 1, 31)), means.staff(township, valid_until=None)

    page = client.get(reverse("townships:station", args=[township.pk]))
    listed = client.get(reverse("townships:certificates"))

    figures = [FIGURES[key].value(Period.year(YEAR), township) for key in ("stations.certified", "people.certified")]
    assert [page.context["station"].certified, len(page.context["holders"]), *figures] == [2, 2, 2, 2]
    assert listed.context["share"] == "50.0%（2/4）"
    assert page.text.count("没有有效证件") == 2


def test_page_of_a_station_tells_what_it_has_in_that_year(client, township):
    means.station_year(township, year=YEAR - 1, budget_amount=None, budget_per_head=1)
    means.staff(township, 2), means.equipment(township, since_on=date(2020, 1, 1)), means.station_item(township)
    means.outpost(VillageFactory(township=township, name="清泉村"), since_on=date(2020, 1, 1))
    InvestmentFactory(township=township, spent_on=date(YEAR - 1, 5, 1), amount=70000)

    page = client.get(reverse("townships:station", args=[township.pk]), {"year": YEAR - 1})

    for words in ("年度经费合计 20,000.00 元", "专职人员 2 人，应配 3 人，持证 2 人", "电脑 1 台", "清泉村", "所用投入：7.00 万元"):
        assert words in page.text
    assert "还没有填报" in client.get(reverse("townships:station", args=[township.pk])).text


def test_station_of_another_township_is_not_there(client, township):
    client.force_login(InspectorFactory(township__county=township.county))

    assert client.get(reverse("townships:station", args=[township.pk])).status_code == 404


def test_page_of_a_township_tells_what_its_station_lacks(client, township):
    page = client.get(township.get_absolute_url())

    assert "：4 项短板" in page.text
    assert "专职人员不足" in page.text


def test_form_of_a_year_knows_the_township_and_its_population(client, township):
    page = client.get(reverse("townships:station", args=[township.pk]))

    form = client.get(page.context["new_year_url"]).context["form"]

    assert (form["place"].value(), form["year"].value(), form["population"].value()) == (str(township.pk), str(YEAR), "20000")


@pytest.mark.parametrize(("months", "overdue"), [(23, False), (25, True)])
def test_drill_is_due_after_two_years(client, township, months, overdue):
    means.drill(township, held_on=timezone.localdate() - timedelta(days=months * 365 // 12))

    assert names(client, "drills_due", due="overdue") == ([township.name] if overdue else [])
    assert names(client, "drills_due") == [township.name]


def test_interval_of_drills_is_data(client, township):
    means.drill(township, held_on=timezone.localdate() - timedelta(days=500))
    Norm.objects.create(key=Norm.Key.DRILL, number=12, unit="个月", from_year=YEAR, source="山东条例第六十三条")

    assert names(client, "drills_due", due="overdue") == [township.name]
    assert "山东条例第六十三条" in client.get(reverse("townships:drills_due")).text


def test_drill_of_an_enterprise_is_not_the_townships(client, township):
    means.drill(VillageFactory(township=township), held_on=timezone.localdate())

    assert names(client, "drills_due", due="overdue") == [township.name]


def test_high_risk_enterprises_rehearse_each_half_year_and_villages_where_a_number_is_entered(client, township):
    firms = [EnterpriseFactory(township=township, name=name, is_high_risk=name != "商店") for name in ("采石场", "花炮厂", "商店")]
    village = VillageFactory(township=township)
    for firm, days in zip(firms, (170, 200, 999), strict=True):
        means.drill(firm, held_on=timezone.localdate() - timedelta(days=days))
    asked = {"due": "overdue", "township": township.pk}

    assert names(client, "drills_due", **asked) == [township.name, "花炮厂"]
    Norm.objects.create(key=Norm.Key.DRILL_OF_VILLAGES, number=12, unit="个月", source="县安委〔2026〕3号")

    assert names(client, "drills_due", **asked, level="village") == [village.name]


def test_home_asks_for_drills_and_reviews_and_opens_as_many(client, bureau, township):
    means.provision(township, issued_on=date(2020, 1, 1)), means.provision(TownshipFactory(), issued_on=date(2020, 1, 1))
    TownshipFactory()

    piles = [pile for pile in piles_for(bureau, "todo", timezone.localdate()) if pile.url]

    assert {str(pile.label): pile.count for pile in piles} == {"到期未开展应急演练的乡镇": 1, "制度、预案到期未评估修订": 1}
    assert [client.get(pile.url).context["table"].paginator.count for pile in piles] == [1, 1]
    assert "从未登记演练" in client.get(reverse("dashboard")).text


def test_a_sum_of_money_is_named_with_its_thousands():
    assert str(InvestmentFactory(spent_on=date(2026, 12, 1), amount=12000)) == "2026-12-01 12,000.00 元"


def test_vetoes_are_listed_with_their_ground(client, township):
    means.accident_target(township, 0, year=YEAR), means.accident(township, dead=1, happened_at=timezone.now())

    assert "死亡人数超过控制指标" in client.get(reverse("townships:vetoes")).text
    assert table(client, "vetoes", year=YEAR - 1) == []
