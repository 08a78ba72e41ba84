import pytest


@pytest.fixture
def as_user(client):
    """The test client, logged in as this user."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def old_days(settings):
    """Handovers of the day on which the factories' people serve, however long ago that is by now."""
    settings.HANDOVER_DAYS_BACK = 36500
