import pytest
from django.urls import reverse

from tests.factories.townships import AdministratorFactory, AuditorFactory, BureauFactory, InspectorFactory, OfficialFactory
from townships.models import CertificateKind, DutyKind

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


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"place_kind": "village"}, "place_kind", "这一级的单位（部位）没有这个类别。"),
        ({"place_kind": "胡写"}, "place_kind", "不在可选范围内"),
        ({"place_kind": ""}, "place_kind", "已有一条要求"),
        ({"certificate": True}, "certified_minimum", "填了须持证件的，请填至少 1 人持证。"),
        ({"certified_minimum": 1}, "certificate", "填了至少持证人数的，请选择须持证件。"),
        ({"certificate": True, "certified_minimum": 2}, "certified_minimum", "不能多于至少人数。"),
    ],
)
def test_a_rule_that_could_not_apply_is_refused_beside_its_field(client, told, field, words):
    client.force_login(AdministratorFactory())
    certificate = {"certificate": CertificateKind.objects.first().pk} if told.pop("certificate", False) else {}
    kind = DutyKind.objects.get(key="group_cadre")

    address = reverse("admin:townships_dutyrule_add")
    page = client.post(address, {"kind": kind.pk, "minimum": 1, "certified_minimum": 0, "place_kind": "building", **told, **certificate})

    assert words in page.context["adminform"].form.errors[field][0]
    assert "约束" not in page.text
