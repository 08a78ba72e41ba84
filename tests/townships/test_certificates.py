from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.factories.chain import CertificateFactory
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, PersonFactory, TownshipFactory
from townships.certificates import AlreadyRenewed, NumberTaken, certified_share, register, renew, void
from townships.figure import rate
from townships.models import Certificate, CertificateKind, Person
from townships.voiding import AlreadyVoided

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def person():
    township = TownshipFactory()
    return PersonFactory(township=township, county=township.county)


@pytest.fixture
def clerk(person):
    return InspectorFactory(township=person.township)


@pytest.fixture
def kind():
    return CertificateKind.objects.get(key="safety_officer")


def test_registered_once_however_often_it_is_sent(person, clerk, kind):
    told = {"by": clerk, "kind": kind, "number": "A1", "issued_on": date(2026, 1, 1), "submission": "7b0e6c9a-2c3d-4d57-b9b4-7d0b3a6d2f10"}

    assert register(person, **told) == register(person, **told)
    assert Certificate.objects.count() == 1


def test_number_has_one_holder(person, clerk, kind):
    held = register(person, by=clerk, kind=kind, number="A1", issued_on=date(2026, 1, 1))

    with pytest.raises(NumberTaken) as refused:
        register(PersonFactory(county=person.county, township=person.township), by=clerk, kind=kind, number="A1", issued_on=TODAY)

    assert refused.value.certificate == held


def test_same_number_of_another_kind_is_another_certificate(person, clerk, kind):
    other = CertificateKind.objects.get(key="special_work")

    register(person, by=clerk, kind=kind, number="A1", issued_on=TODAY)

    assert register(person, by=clerk, kind=other, number="A1", issued_on=TODAY)


def test_database_holds_two_holders_apart(person, kind):
    CertificateFactory(person=person, kind=kind, number="A1")

    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateFactory(kind=kind, number="A1")


@pytest.mark.parametrize("factory", [InspectorFactory, BureauFactory, OfficialFactory])
def test_strangers_register_nothing(person, kind, factory):
    with pytest.raises(PermissionDenied):
        register(person, by=factory(), kind=kind, number="A1", issued_on=TODAY)


@pytest.mark.parametrize(
    ("day", "valid"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (date(2027, 12, 31), True), (date(2028, 1, 1), False)]
)
def test_valid_from_the_day_of_issue_to_the_last_day(day, valid):
    CertificateFactory()

    assert Certificate.objects.valid_on(day).exists() == valid


def test_renewal_keeps_number_holder_and_what_was_before(clerk, person, kind):
    term = {"issued_on": date(2021, 1, 1), "valid_until": date(2023, 12, 31)}
    first = register(person, by=clerk, kind=kind, number="A1", issuer="省安监局", **term)

    second = renew(first, by=clerk, issued_on=date(2025, 3, 1), valid_until=date(2028, 2, 28))

    assert (second.person, second.number, second.issuer) == (person, "A1", "省安监局")
    assert [Certificate.objects.valid_on(date(year, 6, 1)).exists() for year in (2022, 2024, 2026)] == [True, False, True]
    assert Certificate.objects.current().get() == second


def test_renewed_once():
    first = CertificateFactory(valid_until=date(2026, 1, 1))
    clerk = first.created_by
    second = renew(first, by=clerk, issued_on=TODAY)

    with pytest.raises(AlreadyRenewed) as refused:
        renew(first, by=clerk, issued_on=TODAY)

    assert refused.value.certificate == second


def test_number_of_a_renewed_certificate_stays_taken(clerk, kind):
    first = CertificateFactory(kind=kind)
    renew(first, by=first.created_by, issued_on=TODAY)
    somebody = PersonFactory(county=clerk.county, township=clerk.township)

    with pytest.raises(NumberTaken):
        register(somebody, by=clerk, kind=kind, number=first.number, issued_on=TODAY)


def test_voided_renewal_brings_the_former_back():
    first = CertificateFactory()
    second = renew(first, by=first.created_by, issued_on=TODAY)

    void(second, by=first.created_by, reason="登记有误")

    assert Certificate.objects.current().get() == first
    assert renew(first, by=first.created_by, issued_on=TODAY)


def test_voided_number_is_free_and_the_row_stays():
    first = CertificateFactory()
    void(first, by=first.created_by, reason="登记在他人名下")

    assert CertificateFactory(number=first.number)
    assert Certificate.objects.counted().count() == 1
    with pytest.raises(AlreadyVoided):
        void(first, by=first.created_by, reason="再次作废")


def test_number_on_papers_is_the_certificates(person, clerk):
    card = CertificateKind.objects.get(key="enforcement")
    found = register(person, by=clerk, kind=card, number="湘安监00017", issued_on=TODAY)
    assert Person.objects.get(pk=person.pk).inspector_card == "湘安监00017"

    void(found, by=clerk, reason="登记有误")

    assert Person.objects.get(pk=person.pk).inspector_card == ""


def test_share_of_certified_staff():
    certified = CertificateFactory(person__is_full_time=True).person
    CertificateFactory(person=PersonFactory(county=certified.county, is_full_time=True), valid_until=date(2026, 6, 30))
    staff = Person.objects.filter(is_full_time=True)

    assert rate(*certified_share(staff, TODAY)) == "50.0%（1/2）"
    assert rate(*certified_share(Person.objects.none(), TODAY)) == "—"
