import sqlite3

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from hazards.models import HazardEvent
from tests.factories.hazards import HazardFactory
from townships.append_only import AppendOnly


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda events: events.update(reason="改写"), lambda events: events.delete()], ids=["update", "delete"])
def test_nobody_changes_the_history(change):
    HazardFactory()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(HazardEvent.objects.all())

    assert HazardEvent.objects.get().reason == "皮带轮没有防护罩"


@pytest.fixture
def sqlite(db):
    """A SQLite database of its own with one table of one row; the schema editor is the migrations' own."""
    wrapper = DatabaseWrapper(
        connection.settings_dict | {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}, "lite"
    )
    with wrapper.schema_editor(atomic=False) as editor:
        editor.execute("CREATE TABLE diary (words text)", params=None)
        editor.execute("INSERT INTO diary VALUES ('first')", params=None)
        yield editor
    wrapper.close()


@pytest.mark.parametrize("change", ["UPDATE diary SET words = 'other'", "DELETE FROM diary"])
def test_sqlite_refuses_as_well(sqlite, change):
    AppendOnly("diary").database_forwards("app", sqlite, None, None)

    with pytest.raises(IntegrityError, match="append-only") as refused:
        sqlite.execute(change, params=None)

    assert isinstance(refused.value.__cause__, sqlite3.IntegrityError)


def test_sqlite_is_changed_again_once_the_operation_is_taken_back(sqlite):
    operation = AppendOnly("diary")
    operation.database_forwards("app", sqlite, None, None)

    operation.database_backwards("app", sqlite, None, None)

    sqlite.execute("DELETE FROM diary", params=None)
