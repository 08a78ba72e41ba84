"""季评比: exact shares, shared ranks, nothing out of nothing, and only shares."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from hazards.models import Hazard
from reports.comparison import Comparison, quarter_of, ranks
from reports.comparison_papers import write_down
from reports.models import ComparisonPaper, Indicator
from tests.factories.hazards import HazardFactory, InspectionFactory, State, hazard_at
from tests.factories.townships import (
    BureauFactory,
    CountyFactory,
    DutyFactory,
    EnterpriseFactory,
    OfficialFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.models import DutyKind, Township
from townships.period import Period, midnight

pytestmark = pytest.mark.django_db

THIRD = Fraction(1, 3)


def test_ties_share_a_rank_and_the_next_is_left_out():
    shares = {1: Fraction(1), 2: THIRD, 3: Fraction(2, 6), 4: Fraction(0)}

    assert ranks(shares, Indicator.Direction.HIGHER) == {1: 1, 2: 2, 3: 2, 4: 4}
    assert ranks(shares, Indicator.Direction.LOWER) == {4: 1, 2: 2, 3: 2, 1: 4}


def test_share_of_nothing_has_no_rank():
    assert ranks({1: None, 2: THIRD}, Indicator.Direction.HIGHER) == {2: 1}


def test_nobody_is_first_where_everybody_has_nothing():
    assert ranks({1: Fraction(0), 2: None, 3: Fraction(0)}, Indicator.Direction.HIGHER) == {}
    assert ranks({1: Fraction(0), 2: Fraction(0)}, Indicator.Direction.LOWER) == {1: 1, 2: 1}


def test_shares_that_look_alike_are_not_alike():
    """66.67 % and 66.66 % print the same and don't share a rank."""
    assert ranks({1: Fraction(6667, 10000), 2: Fraction(6666, 10000)}, Indicator.Direction.HIGHER) == {1: 1, 2: 2}


def test_quarters():
    assert quarter_of(2026, 1) == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert quarter_of(2026, 4) == Period(date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def county():
    """Of two hazards found in March one township closed one, the other both; a third had none."""
    county = CountyFactory()
    first, second, _third = [TownshipFactory(county=county, code=f"43079900{number}") for number in range(3)]
    for township, states in [(first, [State.CLOSED, State.ORDERED]), (second, [State.CLOSED, State.CLOSED])]:
        for state in states:
            hazard_at(state, place=EnterpriseFactory(township=township))
    return county


def cells(comparison, key):
    position = [one.key for one in comparison.indicators].index(key)
    return [(row.cells[position].words, row.cells[position].rank) for row in comparison.rows]


def test_townships_stand_beside_one_another_with_both_numbers(county):
    comparison = Comparison(county, quarter_of(2026, 1))

    assert cells(comparison, "closed") == [("50.0%（1/2）", 2), ("100.0%（2/2）", 1), ("—", None)]


def test_the_best_stands_out_only_where_somebody_is_behind(county):
    comparison = Comparison(county, quarter_of(2026, 1))

    stand_out = {one.key: [row.cells[place].is_best for row in comparison.rows] for place, one in enumerate(comparison.indicators)}
    assert stand_out["closed"] == [False, True, False]
    assert not any(stand_out["late"])


@pytest.mark.parametrize(("day", "is_running"), [(31, True), (32, False)])
def test_a_quarter_counted_before_its_end_says_so(county, day, is_running):
    at = timezone.make_aware(datetime(2026, 3, 1, 9)) + timedelta(days=day - 1)  # noqa: DTZ001 (made aware at once)

    assert Comparison(county, quarter_of(2026, 1), at=at).frozen()["is_running"] == is_running


def test_another_quarter_has_its_own_numbers(county):
    assert cells(Comparison(county, quarter_of(2026, 2)), "closed") == [("—", None)] * 3


def test_a_township_is_ranked_among_all_and_sees_the_own_line(county):
    own = Township.objects.get(code="430799000")

    comparison = Comparison(county, quarter_of(2026, 1), visible={own.pk})

    assert cells(comparison, "closed") == [("50.0%（1/2）", 2)]


def test_hazard_of_an_earlier_quarter_counts_until_it_is_closed(county):
    """All were due in March. The first township closed one in May, the other both in July."""
    hazards = Hazard.objects.order_by("pk")
    hazards.update(deadline=date(2026, 3, 20))
    one, *others = hazards.filter(closed_at__isnull=False)
    for hazard, day in [(one, date(2026, 5, 1)), *[(other, date(2026, 7, 15)) for other in others]]:
        hazards.filter(pk=hazard.pk).update(closed_at=midnight(day))

    second, third = [Comparison(county, quarter_of(2026, quarter)) for quarter in (2, 3)]

    assert cells(second, "overdue") == [("50.0%（1/2）", 1), ("100.0%（2/2）", 2), ("—", None)]
    assert cells(third, "overdue") == [("100.0%（1/1）", 2), ("0.0%（0/2）", 1), ("—", None)]


def test_a_page_says_what_it_counts(client, county):
    client.force_login(BureauFactory(county=county))

    for indicator in Indicator.objects.all():
        assert indicator.definition in client.get("/reports/comparison/").text


def test_enterprise_visited_twice_counts_once(county):
    township = Township.objects.get(code="430799002")
    visited, _other = EnterpriseFactory.create_batch(2, township=township, is_high_risk=True)
    InspectionFactory.create_batch(3, place=visited)

    assert cells(Comparison(county, quarter_of(2026, 1)), "high_risk")[2] == ("50.0%（1/2）", 1)


def test_village_with_a_supervisor_is_covered(county):
    township = Township.objects.get(code="430799002")
    village, _other = VillageFactory.create_batch(2, township=township)
    kind = DutyKind.objects.get(key="village_supervisor")
    DutyFactory(place=village, kind=kind, person__township=township), DutyFactory(place=village, kind=kind, person__township=township)

    assert cells(Comparison(county, quarter_of(2026, 1)), "supervisors")[2] == ("50.0%（1/2）", 1)


def test_as_many_queries_for_five_townships_as_for_three(county, django_assert_num_queries):
    figures = {key for one in Indicator.objects.all() for key in (one.part, one.whole)}
    TownshipFactory.create_batch(2, county=county)

    # The indicators, the townships, what some figures follow from (kinds of activity, work, outcome
    # and enforcement, grades of accident), and one a figure.
    with django_assert_num_queries(len(figures) + 7):
        Comparison(county, quarter_of(2026, 1))


def test_indicator_is_a_share_of_figures_that_exist():
    with pytest.raises(ValidationError, match="没有代码为“logins”的指标"):
        Indicator(key="x", name="x", part="logins", whole="hazards.found", direction="higher").full_clean()
    with pytest.raises(IntegrityError):
        Indicator.objects.create(key="x", name="x", part="hazards.found", whole="hazards.found", direction="higher")


def test_default_indicators_are_figures():
    for indicator in Indicator.objects.all():
        indicator.full_clean()


def test_paper_keeps_the_table_as_it_was_counted(county):
    paper = write_down(county, 2026, 1, by=BureauFactory(county=county))
    HazardFactory(place=EnterpriseFactory(township=Township.objects.get(code="430799002")))

    assert [row[1] for row in paper.content["rows"]] == [["50.0%（1/2）", 2], ["100.0%（2/2）", 1], ["—", "—"]]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_a_paper(county, change):
    write_down(county, 2026, 1, by=BureauFactory(county=county))
    papers = ComparisonPaper.objects.all()

    with pytest.raises(IntegrityError):
        papers.update(year=1999) if change == "update" else papers._raw_delete("default")


def test_only_the_bureau_of_the_county_writes_it_down(county):
    for stranger in [OfficialFactory(county=county), BureauFactory()]:
        with pytest.raises(PermissionDenied):
            write_down(county, 2026, 1, by=stranger)
