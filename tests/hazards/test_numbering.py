import pytest
from django.db import IntegrityError, models, transaction
from django.db.transaction import TransactionManagementError
from django.db.utils import OperationalError

from hazards.intake import log_hazard
from hazards.models import Hazard
from hazards.numbering import next_number
from tests.factories.hazards import FOUND_AT
from tests.factories.townships import EnterpriseFactory, InspectorFactory

from .racing import race, without_lock


@pytest.mark.django_db
def test_each_series_and_year_counts_from_one():
    given = [next_number(*series) for series in [("a", 2026), ("a", 2026), ("b", 2026), ("a", 2027), ("a", 2026)]]

    assert given == [1, 2, 1, 1, 3]


@pytest.mark.django_db
def test_rollback_gives_the_number_back():
    next_number("a", 2026)
    with transaction.atomic():
        assert next_number("a", 2026) == 2
        transaction.set_rollback(True)

    assert next_number("a", 2026) == 2


@pytest.mark.django_db(transaction=True)
def test_number_is_taken_inside_a_transaction_only():
    with pytest.raises(TransactionManagementError):
        next_number("a", 2026)


@pytest.fixture
def log_many():
    """32 inspectors of one township enter a hazard in the same moment; every fourth one's transaction fails at the end."""
    place = EnterpriseFactory()
    users = InspectorFactory.create_batch(32, township=place.township)

    def enter(user, fails):
        with transaction.atomic():
            hazard = log_hazard(by=user, at=FOUND_AT, place=place, description="灭火器过期")
            transaction.set_rollback(fails)
        return hazard

    return lambda: race(*[lambda user=user, n=n: enter(user, fails=n % 4 == 0) for n, user in enumerate(users)])


@pytest.mark.django_db(transaction=True)
def test_thirty_two_at_once_leave_no_gap_and_no_twin(log_many):
    log_many()

    assert [*Hazard.objects.order_by("sequence").values_list("sequence", flat=True)] == [*range(1, 25)]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_numbers_collide(log_many, monkeypatch):
    without_lock(monkeypatch, models.QuerySet)

    errors = [outcome for outcome in log_many() if isinstance(outcome, Exception)]

    assert errors
    assert {type(error) for error in errors} <= {IntegrityError, OperationalError}
