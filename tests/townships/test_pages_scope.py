"""Every page of places, people and chain: own township 200, other township 404, missing 404, and who gets 403."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from tests.factories.chain import CertificateFactory, officer_of, team_at
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    DutyFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
    ZoneFactory,
)
from townships.models import County

pytestmark = pytest.mark.django_db

LEVELS = ["township", "zone", "village", "group", "enterprise", "key_site"]
LISTS = ["counties", "townships", "zones", "villages", "groups", "enterprises", "key_sites", "people", "gaps"]
LEDGERS = ["teams", "officers", "certificates"]
LISTS += [f"{way}_{name}" for name in [*LISTS, *LEDGERS] for way in ("print", "export")] + LEDGERS
PAGES = [*LEVELS, "duty", "person", "team", "certificate"]
INSPECTOR_FORMS = [f"new_{level}" for level in LEVELS[1:]] + ["new_person", "new_officer"]
INSPECTOR_EDITS = [f"edit_{level}" for level in LEVELS[1:]] + ["edit_person", "person_leaves", "close_place", "appoint"]
INSPECTOR_EDITS += ["end_duty", "edit_duty_document", "correct_duty", "void_duty"]
INSPECTOR_EDITS += ["new_team", "edit_team", "disband_team", "strike_off_officer", "correct_officer"]
INSPECTOR_EDITS += ["new_certificate", "renew_certificate", "void_certificate"]
BUREAU_FORMS = ["new_township"]
BUREAU_EDITS = ["edit_township"]


def things_of(township):
    """One row for each address that takes a key, all of one township."""
    village = VillageFactory(township=township)
    duty = DutyFactory(place=village, person__township=township)
    person = PersonFactory(township=township, county=township.county)
    things = {
        "township": township,
        "zone": ZoneFactory(township=township),
        "village": village,
        "group": GroupFactory(parent=village),
        "enterprise": EnterpriseFactory(township=township),
        "key_site": KeySiteFactory(township=township),
        "person": person,
        "team": team_at(township),
        "certificate": CertificateFactory(person=person),
    }
    edits = {f"edit_{name}": thing for name, thing in things.items()}
    return {
        **things,
        **edits,
        "person_leaves": person,
        "take_back_leaving": person,
        "close_place": village,
        "appoint": village,
        "chain": village,
        **dict.fromkeys(["duty", "end_duty", "correct_duty", "void_duty"], duty),
        "edit_duty_document": duty,
        "new_team": village,
        "disband_team": things["team"],
        "strike_off_officer": officer_of(township),
        "correct_officer": officer_of(township),
        "new_certificate": person,
        "renew_certificate": things["certificate"],
        "void_certificate": things["certificate"],
    }


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def inspector(client, township):
    client.force_login(InspectorFactory(township=township))


def status(client, name, thing=None):
    response = client.get(reverse(f"townships:{name}", args=[thing.pk] if thing else []))
    if response.streaming:
        # A download that nobody reads would leave its file open.
        response.getvalue()
    return response.status_code


@pytest.mark.parametrize("name", LISTS + INSPECTOR_FORMS)
def test_inspector_opens_lists_and_forms(client, inspector, name):
    assert status(client, name) == 200


@pytest.mark.parametrize("name", [*PAGES, "chain", *INSPECTOR_EDITS])
def test_inspector_sees_the_own_township_only(client, inspector, township, name):
    assert status(client, name, things_of(township)[name]) == 200
    assert status(client, name, things_of(TownshipFactory(county=township.county))[name]) == 404
    assert client.get(reverse(f"townships:{name}", args=[10**9])).status_code == 404


@pytest.mark.parametrize("name", BUREAU_FORMS)
def test_inspector_makes_no_township(client, inspector, name):
    assert status(client, name) == 403


@pytest.mark.parametrize("name", BUREAU_EDITS)
def test_inspector_edits_no_township(client, inspector, township, name):
    assert status(client, name, township) == 403


def test_inspector_does_not_close_the_own_township(client, inspector, township):
    assert status(client, "close_place", township) == 403


def test_inspector_does_not_see_the_county(client, inspector, township):
    assert status(client, "county", township.county) == 404
    assert status(client, "appoint", township.county) == 404


@pytest.mark.parametrize("name", [*PAGES, "chain", *INSPECTOR_EDITS, *BUREAU_EDITS])
def test_bureau_sees_every_township_of_its_county(client, township, name):
    client.force_login(BureauFactory(county=township.county))

    assert status(client, name, things_of(township)[name]) == 200
    assert status(client, name, things_of(TownshipFactory())[name]) == 404


@pytest.mark.parametrize("name", LISTS + INSPECTOR_FORMS + BUREAU_FORMS)
def test_bureau_opens_lists_and_forms(client, township, name):
    client.force_login(BureauFactory(county=township.county))

    assert status(client, name) == 200


def test_bureau_keeps_its_own_county(client, township):
    client.force_login(BureauFactory(county=township.county))

    assert status(client, "county", township.county) == 200
    assert status(client, "edit_county", township.county) == 200
    assert status(client, "close_place", township.county) == 403
    assert status(client, "county", TownshipFactory().county) == 404


@pytest.mark.parametrize("factory", [OfficialFactory, AdministratorFactory, AuditorFactory])
@pytest.mark.parametrize("name", [*LISTS, *PAGES, "chain"])
def test_others_read(client, township, factory, name):
    client.force_login(factory(county=township.county))

    assert status(client, name, things_of(township).get(name)) == 200


@pytest.mark.parametrize("factory", [OfficialFactory, AdministratorFactory, AuditorFactory])
@pytest.mark.parametrize("name", INSPECTOR_FORMS + INSPECTOR_EDITS + BUREAU_FORMS + BUREAU_EDITS)
def test_others_write_nothing(client, township, factory, name):
    client.force_login(factory(county=township.county))
    address = reverse(f"townships:{name}", args=[things_of(township)[name].pk] if name in things_of(TownshipFactory()) else [])

    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("factory", [OfficialFactory, AdministratorFactory, AuditorFactory])
def test_others_take_no_leaving_back(client, township, factory):
    client.force_login(factory(county=township.county))

    assert client.post(reverse("townships:take_back_leaving", args=[PersonFactory(county=township.county).pk])).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_the_own_township_only(client, inspector, township, name):
    other = TownshipFactory(county=township.county, name="别的乡")
    things_of(other)

    assert "别的乡" not in text_of(client.get(reverse(f"townships:{name}")))


def text_of(response):
    """Of a page its source, of a spreadsheet the words in its cells."""
    if not response.streaming:
        return response.content.decode()
    with ZipFile(BytesIO(response.getvalue())) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_new_county_is_for_the_administrator_of_the_whole_deployment(client):
    client.force_login(AdministratorFactory(county=None))
    fields = {"name": "津市市", "code": "430781", "bureau_name": "津市市安全生产监督管理局", "document_prefix": "津安监"}

    client.post(reverse("townships:new_county"), fields)

    county = County.objects.get()
    assert (county.name, county.county, county.parent) == ("津市市", None, None)
    for user in [AdministratorFactory(county=county), BureauFactory(county=county), OfficialFactory(county=None)]:
        client.force_login(user)
        assert status(client, "new_county") == 403


@pytest.mark.parametrize("name", [*LISTS, *INSPECTOR_FORMS, *BUREAU_FORMS, "accounts", "new_account"])
def test_strangers_log_in_first(client, name):
    assert client.get(reverse(f"townships:{name}")).url.startswith("/accounts/login/")
