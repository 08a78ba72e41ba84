import gc
import json
import os

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

reference_data = pytest.StashKey[str]()

# Playwright's own event loop makes Django see an asynchronous caller where there is none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
def django_db_setup(django_db_setup, django_db_blocker, pytestconfig):
    with django_db_blocker.unblock():
        rows = json.loads(connection.creation.serialize_db_to_string())
    # Content types and permissions Django makes anew itself.
    ours = [row for row in rows if row["model"].partition(".")[0] not in ("contenttypes", "auth")]
    pytestconfig.stash[reference_data] = json.dumps(ours)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item):
    """A test that commits ends with empty tables: give the next one, or the next run, the reference data of the migrations again."""
    result = yield
    if commits(item) and reference_data in item.config.stash:
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(item.config.stash[reference_data])
    return result


def commits(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)
