import pytest
from django.core.management import call_command

from hazards.models import Hazard
from townships.models import County

pytestmark = pytest.mark.django_db


def test_county_of_a_given_size():
    call_command("load_demo", year=2026, townships=2, villages=7, enterprises=11, hazards=10, verbosity=0)

    county = County.objects.get(code="430798")
    sizes = {level: county.places.filter(level=level).count() for level in ("township", "village", "enterprise")}
    assert sizes == {"township": 2, "village": 7, "enterprise": 11}
    assert Hazard.objects.filter(year=2026).count() == 10
