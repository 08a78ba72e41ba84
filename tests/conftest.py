import gc
import os

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

# Playwright's own event loop makes Django see an asynchronous caller where there is none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
MANY_DEAD_ROWS = 500


class Scheduling(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        """One module stays on one worker; all of tests/demo does, whose county takes a minute to load."""
        return "tests/demo" if nodeid.startswith("tests/demo/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)


def pytest_collection_finish(session):
    """What was imported lives as long as the run: looking for garbage in it again and again took a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Tests run without collectstatic, so the manifest's names are not known."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        keep_as_migrated()
    TransactionTestCase._fixture_teardown = lambda self: make_as_migrated()


@pytest.fixture(scope="module", autouse=True)
def swept_afterwards(django_db_setup, django_db_blocker):
    yield
    # What a whole package rolls back is swept after the next module.
    if not connection.in_atomic_block:
        with django_db_blocker.unblock():
            sweep()


def sweep():
    """Removes the rows that tests rolled back: autovacuum is off, and a scan of the next test would go through all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(relname) FROM pg_stat_user_tables WHERE n_dead_tup > %s", [MANY_DEAD_ROWS])
        if littered := [table for (table,) in cursor.fetchall()]:
            cursor.execute(f"VACUUM {', '.join(littered)}")


def keep_as_migrated():
    """A copy of what the migrations wrote, which is gone with the cluster; of the run before, if its database is used again."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS migrated")
        for table in _tables_with_rows(cursor):
            cursor.execute(f"CREATE TABLE IF NOT EXISTS migrated.{table} AS TABLE {table}")


def make_as_migrated():
    """Instead of Django's flush, which makes 170 tables and their indexes anew and loses the reference data: removes the rows there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for a request that still writes; whose rows refer to whom, and which may never change, does not matter here.
        cursor.execute(f"LOCK TABLE {', '.join(_tables())} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _tables_with_rows(cursor):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'migrated'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO {table} TABLE migrated.{table}")


def _tables():
    return connection.introspection.django_table_names(only_existing=True)


def _tables_with_rows(cursor):
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in _tables()))  # noqa: S608
    return [table for (table,) in cursor.fetchall()]
