import pytest
from django.db import connection

from tests.processes import wait_until

from .racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def connections():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_a_race_gives_its_connections_back():
    before = connections()

    assert max(race(connections, connections)) > before
    # The server needs a moment to see that somebody has gone.
    wait_until(lambda: connections() == before)
