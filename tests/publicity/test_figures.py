from datetime import date

import pytest
from django.core.exceptions import ValidationError

from publicity import figures  # noqa: F401
from publicity.models import ActivityKind
from tests.factories.publicity import ActivityFactory, ActivityKindFactory, TrainingFactory
from tests.factories.townships import PersonFactory, TownshipFactory
from townships.figure import all_figures
from townships.period import Period
from townships.voiding import void

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture(autouse=True)
def a_year(township):
    """Leaflets by the township and by the county, banners, two classes; beside them last year, another county and a voided row."""
    here = {"township": township, "created_by__county": township.county}
    ActivityFactory(**here, quantity=3000, people_reached=900, cost=1000)
    ActivityFactory(**here, quantity=1500, people_reached=100, held_on=date(2026, 12, 31))
    ActivityFactory(township=None, county=township.county, created_by__township=township, quantity=500, cost="250.50")
    ActivityFactory(**here, kind=ActivityKind.objects.get(key="banners"), quantity=32)
    ActivityFactory(**here, quantity=77, held_on=date(2025, 12, 31), cost=9)
    ActivityFactory(quantity=88)
    void_again(ActivityFactory(**here, quantity=99, cost=99, people_reached=99))
    TrainingFactory(**here, cost=400, others_present=20, attendees=PersonFactory.create_batch(3))
    TrainingFactory(**here, others_present=5)
    void_again(TrainingFactory(**here, others_present=1000, cost=1000))


def void_again(row):
    void(row, by=row.created_by, reason="重复登记")


@pytest.mark.parametrize(
    ("key", "of_county", "of_township"),
    [
        ("publicity.leaflets", 5000, 4500),
        ("publicity.banners", 32, 32),
        ("publicity.films", 0, 0),
        ("publicity.activities", 4, 3),
        ("publicity.people", 1000, 1000),
        ("publicity.activity_cost", 1250.5, 1000),
        ("trainings.classes", 2, 2),
        ("trainings.people", 28, 28),
        ("trainings.cost", 400, 400),
        ("publicity.cost", 1650.5, 1400),
    ],
)
def test_figure(township, key, of_county, of_township):
    figure, period = all_figures()[key], Period.year(2026)

    assert figure.value(period, township.county) == of_county
    assert figure.value(period, township) == of_township
    by_township = figure.by_township(period, township.county)
    assert by_township.get(township.pk, 0) == of_township
    assert sum(by_township.values()) == of_county


def test_a_new_kind_is_a_new_figure():
    ActivityKindFactory(key="umbrellas", name="宣传伞", unit="把")

    assert (all_figures()["publicity.umbrellas"].label, all_figures()["publicity.umbrellas"].unit) == ("宣传伞", "把")


def test_certificates_of_special_trades_are_counted_of_the_classes_that_tell_them(township):
    """D2: 对特种行业人员和渡口渡工及机动车驾驶员开展了两期培训，其持证率达到了100%."""
    here = {"township": township, "created_by__county": township.county, "audience": "special"}
    for present, certified in [(64, 64), (87, 80), (20, None)]:
        TrainingFactory(**here, others_present=present, others_certified=certified)

    keys = ("trainings.special", "trainings.special_certified")
    assert [all_figures()[key].value(Period.year(2026), township) for key in keys] == [151, 144]


def test_kinds_are_those_that_the_summaries_count():
    assert ActivityKind.objects.count() == 20


@pytest.mark.parametrize("key", ["cost", "people", "activities"])
def test_a_kind_does_not_take_the_name_of_another_figure(key):
    with pytest.raises(ValidationError, match="已用于其他指标"):
        ActivityKindFactory.build(key=key).full_clean()
