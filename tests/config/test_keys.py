from contextlib import closing

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from config import keys

BEYOND = 10**20


@pytest.fixture
def sqlite(db):
    """A database as a first look has it, with one row."""
    settings = {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    with closing(DatabaseWrapper(settings)) as database:
        with database.cursor() as cursor:
            cursor.execute("CREATE TABLE township (id integer)")
            cursor.execute("INSERT INTO township VALUES (%s)", [keys.LARGEST])
        yield database


@pytest.mark.parametrize(
    ("condition", "key", "found"),
    [
        ("id = %s", BEYOND, []),
        ("id = %s", -BEYOND, []),
        ("id IN (%s)", BEYOND, []),
        ("id < %s", BEYOND, [(keys.LARGEST,)]),
        ("id = %s", keys.LARGEST, [(keys.LARGEST,)]),
    ],
)
def test_a_key_beyond_64_bits_is_a_row_that_is_not_there(sqlite, condition, key, found):
    with sqlite.cursor() as cursor:
        assert cursor.execute(f"SELECT id FROM township WHERE {condition}", [key]).fetchall() == found  # noqa: S608


def test_a_number_beyond_64_bits_is_not_kept(sqlite):
    with sqlite.cursor() as cursor, pytest.raises(OverflowError):
        cursor.execute("INSERT INTO township VALUES (%s)", [BEYOND])


def test_a_connection_that_is_opened_again_looks_once(sqlite):
    sqlite.close()
    sqlite.ensure_connection()

    assert sqlite.execute_wrappers == [keys.as_endless]
