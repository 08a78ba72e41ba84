"""分析预警: rules in plain arithmetic, numbers that are exactly their rows, a page and a paper."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.models import Hazard
from papers.models import PrintJob
from papers.printing import print_now
from reports.charts import chart, drawing
from reports.forms import PatternForm
from reports.models import AnalysisPaper
from reports.patterns import DOWN, FEW, LEVEL, UP, Patterns, is_season, trend
from tests.factories.hazards import HazardFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, TownshipFactory, UserFactory
from townships.models import Role
from townships.period import Period, midnight

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [(9, 0, FEW), (5, 4, FEW), (10, 0, UP), (0, 10, DOWN), (7, 3, LEVEL), (60, 40, LEVEL), (61, 40, UP), (40, 61, DOWN), (50, 50, LEVEL)],
)
def test_a_direction_needs_more_than_chance(now, before, word):
    assert trend(now, before) == word


@pytest.mark.parametrize(("total", "average", "high"), [(4, 0.1, False), (5, 1.0, True), (5, 1.2, False), (9, 2.0, True), (8, 2.0, False)])
def test_a_season_needs_five_and_half_as_many_again(total, average, high):
    assert is_season(total, average, 3) is high


@pytest.fixture
def place():
    return EnterpriseFactory()


@pytest.fixture
def bureau(place):
    return BureauFactory(county=place.county)


def found(place, day, number=1, **fields):
    by = InspectorFactory(township=place.township)
    return [HazardFactory(place=place, by=by, at=midnight(day) + timedelta(hours=9), **fields) for _ in range(number)]


def patterns(user, place, period=None):
    return Patterns(user, place, period or Period.year(2026), today=TODAY)


def test_earlier_years_are_counted_to_the_same_day(bureau, place):
    for year in (2025, 2026):
        found(place, date(year, 6, 15)), found(place, date(year, 6, 16))

    assert patterns(bureau, place.county).total.values == [1, 1, 0, 0]


def test_sector_cause_place_and_month_add_up_to_the_total(bureau, place):
    found(place, date(2026, 3, 1), 2, category="behaviour"), found(EnterpriseFactory(township=place.township), date(2026, 5, 1))
    analysed = patterns(bureau, place.county)

    sums = [sum(line.values[0] or 0 for line in table.lines) for table in analysed.tables]

    assert [analysed.total.values[0], *sums] == [3] * 5


def test_void_and_foreign_rows_are_not_counted(bureau, place):
    found(EnterpriseFactory(), date(2026, 3, 1))
    Hazard.objects.filter(pk=found(place, date(2026, 3, 1))[0].pk).update(state="void")

    assert patterns(bureau, place.county).total.values == [0, 0, 0, 0]


def numbers_of(analysed):
    """Those of its tables, without those of months to come."""
    numbers = [number for table in analysed.tables for line in table.lines for number in line.numbers]
    return [number for number in numbers if number.value is not None]


@pytest.mark.parametrize("whose", ["county", "township"])
def test_every_number_opens_exactly_its_rows(client, bureau, place, whose):
    found(place, date(2026, 3, 1), 2), found(place, date(2025, 3, 1)), found(EnterpriseFactory(township=place.township), date(2026, 5, 1))
    analysed = patterns(bureau, place.county if whose == "county" else place.township)
    client.force_login(bureau)
    numbers = numbers_of(analysed)
    numbers += [*analysed.total.numbers, *[number for season in analysed.coming for number in season.numbers]]

    opened = {number.url: client.get(number.url).context["table"].paginator.count for number in numbers}

    assert opened == {number.url: number.value for number in numbers}
    assert sum(opened.values()) > 0


def test_next_month_is_told_from_the_same_month_of_earlier_years(bureau, place):
    for year in (2024, 2025):
        found(place, date(year, 7, 5), 3), found(place, date(year, 3, 5), 1)

    [season] = patterns(bureau, place.county).coming

    assert "往年7月共 6 条，平均每年 3.0 条，而往年各月平均只有 0.3 条" in season.warning(7)
    assert ([number.value for number in season.numbers], season.average_words, season.is_high) == ([3, 3, 0], "0.3", True)


def test_one_bad_month_of_one_year_is_no_season(bureau, place):
    found(place, date(2025, 7, 5), 7)

    analysed = patterns(bureau, place.county)

    assert ([season.words for season in analysed.coming], list(analysed.warnings())) == (["只有一年有，不作判断"], [])


def test_a_rising_place_is_a_warning_and_a_small_number_is_none(bureau, place):
    found(place, date(2026, 3, 1), 12), found(EnterpriseFactory(township=place.township), date(2026, 3, 1), 5)
    analysed = patterns(bureau, place.county)

    assert [line.name for line in analysed.rising_places.lines] == [place.name]
    assert f"{place.name}：12 条，去年同期 0 条，上升。" in list(analysed.warnings())


def test_a_rising_place_of_a_township_is_told_and_printed_once(bureau, place):
    found(place, date(2026, 3, 1), 12)
    analysed = patterns(bureau, place.township)

    assert list(analysed.warnings()).count(f"{place.name}：12 条，去年同期 0 条，上升。") == 1
    assert [table["title"] for table in analysed.frozen()["tables"] if place.name in str(table["lines"])] == ["按地点"]


def test_a_chart_that_moves_sideways_on_a_phone_can_be_moved_by_keys(client, bureau, place):
    found(place, date(2026, 3, 1))
    client.force_login(bureau)

    assert '<figure class="chart-frame" tabindex="0">' in client.get(reverse("reports:patterns"), {"year": "2026"}).content.decode()


def test_after_december_comes_january(bureau, place):
    assert patterns(bureau, place.county, Period.year(2025)).next_month == Period.months(2026, 1, 1)


def test_an_inspector_sees_the_own_township_alone(client, place):
    found(EnterpriseFactory(township=TownshipFactory(county=place.county, parent=place.county)), timezone.localdate() - timedelta(days=1))
    client.force_login(InspectorFactory(township=place.township))

    response = client.get(reverse("reports:patterns"))

    assert response.context["patterns"].total.values[0] == 0
    assert "疑点复核" not in response.content.decode()


def test_the_page_leads_the_bureau_to_the_signals(client, bureau):
    client.force_login(bureau)

    assert reverse("hazards:signals") in client.get(reverse("reports:patterns")).content.decode()


def test_the_page_asks_as_much_for_many_rows_as_for_few(client, bureau, place, django_assert_max_num_queries):
    client.force_login(bureau)
    counts = []
    for number in (1, 3):
        found(place, timezone.localdate() - timedelta(days=1), number)
        with django_assert_max_num_queries(100) as captured:
            client.get(reverse("reports:patterns"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_written_down_it_is_a_paper_that_stays_as_it_was(client, bureau, place):
    found(place, timezone.localdate() - timedelta(days=1), 2)
    client.force_login(bureau)
    client.post(reverse("reports:write_analysis"), {"year": timezone.localdate().year, "span": "year"})
    found(place, timezone.localdate() - timedelta(days=1))

    paper = AnalysisPaper.objects.get()
    print_now(PrintJob.objects.get(kind="analysis", subject_id=paper.pk))

    assert paper.content["total"][0] == 2
    assert client.get(reverse("reports:analysis_paper", args=[paper.pk])).getvalue()[:5] == b"%PDF-"
    assert "已编的分析报告" in client.get(reverse("reports:patterns")).content.decode()


def test_an_official_writes_none(client, place):
    client.force_login(OfficialFactory(county=place.county))

    assert client.post(reverse("reports:write_analysis"), {"year": 2026, "span": "year"}).status_code == 403


def test_compared_bars_stand_one_below_the_other():
    drawn = drawing(chart("按月份", "条", ["2026", "2025"], [["1月", 4, 8]], beside=True))

    [line] = drawn["lines"]
    assert [piece["top"] for piece in line["pieces"]] == [8, 10]
    assert [piece["left"] for piece in line["pieces"]] == [32, 32]
    assert (line["words"], drawn["bar_height"]) == ("4 / 8", 2)


@pytest.fixture
def city(client, place):
    """Who reads every county, and two of them with rows of today."""
    user = UserFactory(role=Role.OFFICIAL, county=None, township=None)
    client.force_login(user)
    found(place, timezone.localdate(), 2), found(EnterpriseFactory(), timezone.localdate())
    return user


def test_a_city_is_narrowed_to_one_county(client, city, place):
    pages = [client.get(reverse("reports:patterns"), asked) for asked in ({}, {"county_asked": place.county_id})]

    assert [page.context["patterns"].total.values[0] for page in pages] == [3, 2]
    assert [page.context["patterns"].place for page in pages] == [None, place.county]
    assert f"{place.county}" in pages[1].content.decode()


def test_of_a_county_its_own_townships_are_offered(client, city, place):
    offered = client.get(reverse("reports:patterns"), {"county_asked": place.county_id}).context["form"].fields["township"].queryset

    assert [*offered] == [place.township]


def test_a_township_of_another_county_does_not_stand_for_the_one_asked(client, city, place):
    elsewhere = TownshipFactory()

    asked = {"county_asked": place.county_id, "township": elsewhere.pk}

    assert client.get(reverse("reports:patterns"), asked).context["patterns"].place == place.county


def test_the_month_that_runs_is_compared_to_the_same_day(bureau, place):
    found(place, date(2026, 6, 15)), found(place, date(2025, 6, 15)), found(place, date(2025, 6, 16)), found(place, date(2025, 5, 31))

    table = patterns(bureau, place.county).by_month

    assert [line.values[:2] for line in table.lines[4:6]] == [[0, 1], [1, 1]]


def test_months_to_come_are_not_nought(bureau, place):
    found(place, date(2026, 3, 1), 2)

    table = patterns(bureau, place.county).by_month

    assert [line.values[0] for line in table.lines] == [0, 0, 2, 0, 0, 0, *[None] * 6]
    assert [line.values[1] for line in table.lines] == [0] * 12
    assert [line["words"] for line in drawing(table.chart)["lines"]][5:7] == ["0 / 0", "— / 0"]


@pytest.mark.parametrize(
    ("span", "today", "words"),
    [
        ("year", date(2026, 11, 30), "2026年（截至11月30日）"),
        ("q4", date(2026, 11, 30), "2026年四季度（截至11月30日）"),
        ("q3", date(2026, 11, 30), "2026年三季度"),
        ("year", date(2026, 12, 31), "2026年全年"),
    ],
)
def test_a_period_that_runs_is_named_by_its_last_day(bureau, span, today, words):
    assert PatternForm({"year": "2026", "span": span}, user=bureau).words_until(today) == words


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30])
def test_a_county_that_is_not_there_is_the_whole_city(client, city, pk):
    assert client.get(reverse("reports:patterns"), {"county_asked": pk}).context["patterns"].total.values[0] == 3


def test_every_number_of_a_city_opens_exactly_its_rows(client, city, place):
    analysed = client.get(reverse("reports:patterns"), {"county_asked": place.county_id}).context["patterns"]
    numbers = numbers_of(analysed) + analysed.total.numbers

    opened = {number.url: client.get(number.url).context["table"].paginator.count for number in numbers}

    assert opened == {number.url: number.value for number in numbers}


def test_the_ledger_of_one_county_names_it(client, city, place):
    page = client.get(reverse("hazards:hazards"), {"county": place.county_id})

    assert page.context["filter"].place_in_question == place.county
    assert [condition.words for condition in page.context["conditions"]] == [str(place.county)]


def test_a_county_is_not_asked_which(client, bureau, place):
    client.force_login(bureau)

    assert "county_asked" not in client.get(reverse("reports:patterns")).context["form"].fields
