from datetime import date

import pytest
from django.urls import reverse

from tests.factories.patrols import HolidayFactory
from tests.factories.townships import AdministratorFactory, BureauFactory, CountyFactory, InspectorFactory, OfficialFactory, VillageFactory
from townships.models import Holiday
from townships.workdays import is_workday

pytestmark = pytest.mark.django_db
SPRING = {"name": "春节", "is_workday": "", "start": "2027-02-05", "end": "2027-02-11"}


@pytest.fixture
def bureau():
    return BureauFactory()


def post(client, user, **fields):
    client.force_login(user)
    return client.post(reverse("townships:new_holiday"), SPRING | fields)


def test_the_bureau_enters_the_countys_days(client, bureau):
    post(client, bureau)
    post(client, bureau, name="春节调休", is_workday="1", start="2027-02-13", end="")

    assert Holiday.objects.filter(county=bureau.county).count() == 8
    days = [date(2027, 2, 5), date(2027, 2, 11), date(2027, 2, 12), date(2027, 2, 13)]
    assert [is_workday(day, county=bureau.county) for day in days] == [False, False, True, True]


def test_entered_again_a_day_is_corrected(client, bureau):
    post(client, bureau, end="")
    post(client, bureau, end="", is_workday="1", name="调休")

    assert [(row.name, row.is_workday) for row in Holiday.objects.all()] == [("调休", True)]


def test_whoever_has_all_counties_enters_for_all_of_them(client):
    post(client, AdministratorFactory(county=None), end="")

    assert Holiday.objects.get().county is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", {"name": ""}),
        ("start", {"start": ""}),
        ("start", {"start": "2099-02-05"}),
        ("end", {"end": "2027-02-01"}),
        ("end", {"end": "2027-12-31"}),
    ],
)
def test_bad_days_are_refused_beside_their_field(client, bureau, field, typed):
    assert post(client, bureau, **typed).context["form"].has_error(field)
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("factory", [InspectorFactory, OfficialFactory])
def test_others_read(client, factory):
    user = factory()

    assert post(client, user).status_code == 403
    assert client.get(reverse("townships:holidays")).status_code == 200
    assert client.post(reverse("townships:remove_holiday", args=[HolidayFactory().pk])).status_code == 403


def test_a_day_is_removed_by_those_who_entered_it(client, bureau):
    own, everybodys, other = HolidayFactory(county=bureau.county), HolidayFactory(day="2027-01-02"), HolidayFactory(county=CountyFactory())
    client.force_login(bureau)

    statuses = [client.post(reverse("townships:remove_holiday", args=[row.pk])).status_code for row in (own, everybodys, other)]

    assert statuses == [302, 403, 404]
    assert {*Holiday.objects.all()} == {everybodys, other}


def test_an_inspector_sees_a_day_once_and_no_other_countys(client):
    inspector = InspectorFactory()
    VillageFactory.create_batch(3, township=inspector.township)
    HolidayFactory(county=inspector.county), HolidayFactory(county=CountyFactory())
    client.force_login(inspector)

    assert client.get(reverse("townships:holidays")).context["table"].paginator.count == 1


def test_the_list_asks_as_much_for_three_days_as_for_one(client, bureau, django_assert_max_num_queries):
    client.force_login(bureau)
    HolidayFactory(county=bureau.county, day="2027-01-01")
    with django_assert_max_num_queries(50) as one:
        client.get(reverse("townships:holidays"))
    HolidayFactory(county=bureau.county, day="2027-01-02"), HolidayFactory(county=bureau.county, day="2027-01-03")

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("townships:holidays"))


@pytest.mark.parametrize(("filters", "count"), [({"year": "2027"}, 1), ({"year": "2026"}, 0), ({"is_workday": "1"}, 0)])
def test_filters(client, bureau, filters, count):
    HolidayFactory()
    client.force_login(bureau)

    assert client.get(reverse("townships:holidays"), filters).context["table"].paginator.count == count
