"""Every form that takes a file: refused for another field, it comes back with the file."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hazards.forms.sheet import SheetForm
from hazards.models import State
from tests.factories.campaign import CampaignFactory
from tests.factories.documents import a_pdf
from tests.factories.drives import illegal_act_at
from tests.factories.hazards import hazard_at, photo
from tests.factories.letters import letters_of
from tests.factories.townships import BureauFactory, EnterpriseFactory, VillageFactory
from tests.townships.test_score_sheets import a_file
from townships.forms.appraisals import FileForm
from townships.kept_files import KeepingField, KeepsFiles

pytestmark = pytest.mark.django_db
JPG, PDF = ("a.jpg", photo().content), ("a.pdf", a_pdf())
# A checklist saves what it gets whatever else is wrong; the upload of evidence has no other field.
NEED_NOT = {SheetForm, FileForm}


def of_hazard(place):
    return f"{reverse('hazards:log_hazard')}?township={place.township_id}"


def of_act(place):
    return reverse("hazards:illegal_act_step", args=[illegal_act_at(place=place).pk, "handle"])


def of_deed(place):
    return reverse("hazards:act", args=[hazard_at(State.ORDERED, place=place).pk, "reply"])


def of_paper(place):
    return reverse("hazards:new_return", args=[hazard_at(State.ORDERED, place=place).orders.get().pk])


def of_round(place):
    return reverse("townships:new_document", args=[CampaignFactory(county=place.county).pk])


def of_letter(place):
    VillageFactory(township=place.township)
    return reverse("townships:sign_letter", args=[letters_of(place.township)[0].pk, "lower"])


def at(name):
    return lambda place: reverse(name)


PAGES = [
    (of_hazard, "pictures", JPG),
    (of_deed, "pictures", JPG),
    (of_paper, "document", PDF),
    (at("hazards:new_illegal_act"), "pictures", JPG),
    (of_act, "pictures", JPG),
    (at("publicity:log_activity"), "pictures", JPG),
    (at("townships:new_provision"), "upload", PDF),
    (of_round, "upload", PDF),
    (of_letter, "scans", PDF),
    (at("townships:import_score_sheet"), "file", ("a.xlsx", a_file(("甲", "一", 5)).read())),
]


@pytest.mark.parametrize(("page_of", "field", "file"), PAGES)
def test_a_refused_page_names_the_file_that_it_has(client, page_of, field, file):
    place = EnterpriseFactory()
    client.force_login(BureauFactory(county=place.county))

    # Impossible days and empty words: something else is always wrong.
    sent = {field: SimpleUploadedFile(*file), "signed_on": "", "received_on": "", "year": "1900"}
    page = client.post(page_of(place), sent).content.decode()

    assert f"已选择：{file[0]}" in page
    assert f'name="{field}-kept"' in page


def forms_with_files(kind=forms.BaseForm):
    for form in kind.__subclasses__():
        yield from forms_with_files(form)
        if any(isinstance(field, KeepingField) for field in getattr(form, "base_fields", {}).values()):
            yield form


def test_no_form_with_a_file_was_forgotten():
    of_ours = {form for form in forms_with_files() if not form.__module__.startswith("tests.")}

    assert {form for form in of_ours if not issubclass(form, KeepsFiles)} <= NEED_NOT
    assert len(of_ours) > 8
