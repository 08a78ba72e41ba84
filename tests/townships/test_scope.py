import pytest

from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, VillageFactory
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


def test_disabled_account_sees_nothing():
    village = VillageFactory()
    inspector = InspectorFactory(township=village.township, is_active=False)

    assert not Place.objects.visible_to(inspector).exists()
