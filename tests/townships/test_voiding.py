import pytest
from django.db import IntegrityError

from tests.factories.publicity import ActivityFactory
from tests.factories.townships import BureauFactory
from townships.voiding import AlreadyVoided, void

pytestmark = pytest.mark.django_db


def test_voided_row_stays_and_is_not_counted():
    activity = ActivityFactory()

    void(activity, by=activity.created_by, reason="重复登记")

    activity.refresh_from_db()
    assert (activity.voided_by, activity.void_reason) == (activity.created_by, "重复登记")
    assert activity.voided_at
    assert not type(activity).objects.counted().exists()


def test_first_reason_stays():
    activity = ActivityFactory()
    void(activity, by=activity.created_by, reason="重复登记")

    with pytest.raises(AlreadyVoided) as refused:
        void(activity, by=BureauFactory(county=activity.county), reason="数量有误")

    assert refused.value.row.void_reason == "重复登记"


def test_no_row_is_voided_without_a_reason():
    activity = ActivityFactory()

    with pytest.raises(IntegrityError):
        void(activity, by=activity.created_by, reason="")
