import pytest
from django.urls import reverse

from tests.factories.townships import AdministratorFactory, AuditorFactory, BureauFactory, InspectorFactory, OfficialFactory

pytestmark = pytest.mark.django_db


REFERENCE = ["sector", "dutykind", "dutyrule", "norm", "staffminimum", "equipmentkind", "workkind", "accidentgrade", "accidenttype"]


@pytest.mark.parametrize("model", REFERENCE)
def test_administrator_edits_reference_data(client, model):
    client.force_login(AdministratorFactory())

    assert client.get(reverse(f"admin:townships_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:townships_{model}_add")).status_code == 200


@pytest.mark.parametrize("factory", [BureauFactory, InspectorFactory, OfficialFactory, AuditorFactory])
def test_nobody_else_enters(client, factory):
    client.force_login(factory())

    assert client.get(reverse("admin:townships_sector_changelist")).status_code == 302


def test_disabled_administrator_may_nothing():
    administrator = AdministratorFactory.build(county=None, is_active=False)

    assert not administrator.has_perm("townships.change_sector")


@pytest.mark.parametrize(
    "perm", ["townships.change_place", "townships.change_user", "townships.add_duty", "hazards.change_hazard", "auth.change_group"]
)
def test_ledgers_and_accounts_are_not_reference_data(perm):
    assert not AdministratorFactory.build(county=None).has_perm(perm)
