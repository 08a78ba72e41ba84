import os

import pytest

# Playwright's own event loop makes Django see an asynchronous caller where there is none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Tests run without collectstatic, so the manifest's names are not known."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
