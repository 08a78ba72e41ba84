import pytest

from hazards.models import State
from tests.factories.hazards import hazard_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_by_real_steps(state):
    assert hazard_at(state).state == state
