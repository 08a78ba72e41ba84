import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests.demo import TODAY
from townships.models import County


@pytest.fixture(scope="package")
def documents_county(django_db_setup, django_db_blocker):
    """Loaded once for all modules here, and rolled back: each test's own rows stand in a transaction inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MESSAGE_WEBHOOK_URL="https://robot.example/"):
            call_command("load_demo", today=TODAY, verbosity=0)
        yield County.objects.get(code="430799")
        transaction.set_rollback(True)
