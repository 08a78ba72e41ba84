import pytest
from django.urls import reverse

from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, TownshipFactory, VillageFactory
from townships.models import Place

pytestmark = pytest.mark.django_db


def test_inspector_sees_own_township_only():
    village, other = VillageFactory(), VillageFactory()
    inspector = InspectorFactory(township=village.township)

    visible = set(Place.objects.visible_to(inspector).values_list("pk", flat=True))

    assert visible == {village.pk, village.township_id}
    assert other.pk not in visible


def test_bureau_sees_its_county():
    village, _ = VillageFactory(), VillageFactory()

    visible = set(Place.objects.visible_to(BureauFactory(county=village.county)).values_list("pk", flat=True))

    assert visible == {village.pk, village.township_id, village.county_id}


def test_official_of_the_city_sees_all_counties():
    VillageFactory(), VillageFactory()

    assert Place.objects.visible_to(OfficialFactory(county=None)).count() == 6


def choices(client, user):
    client.force_login(user)
    choices = client.get(reverse("townships:people")).context["filter"].form.fields["township"].choices
    return [label for value, label in choices if value]


def test_who_sees_several_counties_chooses_a_township_by_both_names(client):
    of_one = TownshipFactory(name="城关镇", county__name="石门县")
    TownshipFactory(name="城关镇", county__name="澧县")

    assert sorted(choices(client, OfficialFactory(county=None))) == ["澧县城关镇", "石门县城关镇"]
    assert choices(client, OfficialFactory(county=of_one.county)) == ["城关镇"]


def test_a_city_of_one_county_needs_no_county_before_a_township(client):
    TownshipFactory(name="城关镇")

    assert choices(client, OfficialFactory(county=None)) == ["城关镇"]


def test_disabled_account_sees_nothing():
    village = VillageFactory()
    inspector = InspectorFactory(township=village.township, is_active=False)

    assert not Place.objects.visible_to(inspector).exists()
