"""Reference data outlives a test that commits; these run in the order in which they stand."""

import pytest

from townships.models import DutyKind, Sector


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_finds_it(time):
    assert Sector.objects.exists()
    assert DutyKind.objects.exists()
    Sector.objects.exclude(pk=Sector.objects.first().pk).update(position=99)
