import pytest


@pytest.fixture
def as_user(client):
    """The test client, logged in as this user."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in
