"""Every address of the ledger: own rows 200, another township's and missing ones 404, and 403 for roles that may not."""

import pytest
from django.urls import reverse

from hazards.models import Action, Drive, HazardPicture, State
from tests.factories.hazards import DriveFactory, HazardFactory, InspectionFactory, hazard_at, photo
from tests.factories.townships import AuditorFactory, BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory

pytestmark = pytest.mark.django_db

LISTS = ["hazards", "ledger", "export", "inspections", "inspections_ledger", "export_inspections", "orders", "drives"]
FORMS = ["log_hazard", "record_inspection"]


@pytest.fixture
def ordered():
    return hazard_at(State.ORDERED, pictures=[photo()])


@pytest.fixture
def inspector(ordered):
    return InspectorFactory(township=ordered.township)


@pytest.fixture
def pages(ordered):
    """Every page about one row of this township."""
    order = ordered.orders.get()
    visit = InspectionFactory(place=ordered.place, township=ordered.township, sector=ordered.sector)
    return [
        reverse("hazards:hazard", args=[ordered.pk]),
        reverse("hazards:act", args=[ordered.pk, Action.REPLY]),
        reverse("hazards:receipt", args=[ordered.pk, ordered.events.last().pk]),
        reverse("hazards:picture", args=[ordered.pictures.get().pk]),
        reverse("hazards:inspection", args=[visit.pk]),
        reverse("hazards:void_inspection", args=[visit.pk]),
        reverse("hazards:order", args=[order.pk]),
    ]


def status(client, page):
    response = client.get(page)
    response.getvalue()  # a file that nobody reads stays open
    return response.status_code


def statuses(client, pages):
    return {page: status(client, page) for page in pages}


def test_own_rows_are_there(as_user, inspector, pages):
    assert statuses(as_user(inspector), pages) == dict.fromkeys(pages, 200)


def test_rows_of_the_county_are_there_for_the_bureau(as_user, ordered, pages):
    assert statuses(as_user(BureauFactory(county=ordered.township.county)), pages) == dict.fromkeys(pages, 200)


def test_rows_of_another_township_are_not_there(as_user, pages):
    assert statuses(as_user(InspectorFactory()), pages) == dict.fromkeys(pages, 404)


def test_missing_rows_are_not_there(as_user, inspector):
    missing = ["hazard", "picture", "inspection", "void_inspection", "order", "order_paper", "order_progress", "drive"]
    pages = [reverse(f"hazards:{name}", args=[999999]) for name in missing]

    assert statuses(as_user(inspector), pages) == dict.fromkeys(pages, 404)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("factory", [InspectorFactory, BureauFactory, OfficialFactory, AuditorFactory])
def test_everybody_reads_the_lists(as_user, factory, name):
    assert status(as_user(factory()), reverse(f"hazards:{name}")) == 200


@pytest.mark.parametrize("name", LISTS + FORMS + ["events"])
def test_nobody_reads_without_logging_in(client, name):
    assert client.get(reverse(f"hazards:{name}")).status_code == 302


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("factory", [OfficialFactory, AuditorFactory])
def test_readers_enter_nothing(as_user, factory, name):
    assert as_user(factory()).post(reverse(f"hazards:{name}")).status_code == 403


@pytest.mark.parametrize(
    ("factory", "expected"), [(InspectorFactory, 403), (OfficialFactory, 403), (BureauFactory, 200), (AuditorFactory, 200)]
)
def test_the_record_of_deeds_is_for_audit(as_user, factory, expected):
    assert status(as_user(factory()), reverse("hazards:events")) == expected


def test_only_the_bureau_plans_drives(as_user, inspector):
    assert as_user(inspector).get(reverse("hazards:new_drive")).status_code == 403


def test_a_drive_of_another_county_is_not_there(as_user):
    assert as_user(BureauFactory()).get(reverse("hazards:edit_drive", args=[DriveFactory().pk])).status_code == 404


def test_lists_hold_the_own_rows_only(as_user, inspector, ordered):
    other = HazardFactory(description="别处的隐患")

    page = as_user(inspector).get(reverse("hazards:hazards")).content.decode()

    assert ordered.number in page
    assert other.description not in page


def test_another_townships_address_does_not_widen_a_list(as_user, inspector):
    other = HazardFactory(description="别处的隐患")

    page = as_user(inspector).get(reverse("hazards:hazards"), {"township": other.township_id, "place": other.place_id}).content.decode()

    assert other.description not in page


def test_a_picture_is_never_guessed_nor_shared(as_user, inspector, ordered):
    response = as_user(inspector).get(reverse("hazards:picture", args=[ordered.pictures.get().pk]))
    response.getvalue()

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert HazardPicture.objects.get().image.name not in response["Content-Disposition"]


def test_a_hazard_logged_elsewhere_is_refused_beside_the_field(as_user, inspector):
    elsewhere = EnterpriseFactory()

    response = as_user(inspector).post(reverse("hazards:log_hazard"), {"place": elsewhere.pk})

    assert response.context["form"].has_error("place", "invalid_choice")


def test_a_county_drive_is_seen_by_its_townships(as_user, inspector):
    drive = DriveFactory(county=inspector.county)

    assert as_user(inspector).get(drive.get_absolute_url()).status_code == 200
    assert Drive.objects.visible_to(InspectorFactory()).count() == 0
