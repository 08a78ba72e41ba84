"""Paper forms: numbered without gap, typed in once, spoilt once, printed as one PDF."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hazards import paper_forms
from hazards.fulfilment import void_visit
from hazards.models import Hazard, Inspection, NumberSeries, PaperForm, State
from hazards.paper_forms import NotOutstanding, make_batch, spoil, type_in
from papers.models import PrintJob
from papers.printing import print_now
from tests.factories.hazards import FOUND_AT
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.papers.measuring import sheets
from tests.spreadsheets import rows_of
from townships.models import Message

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db
ADDRESS = "https://anquan.example.gov.cn/"


def batch_of(count=3, *, township=None, by=None):
    township = township or TownshipFactory(document_prefix="官亭")
    return make_batch(township, count, by=by or InspectorFactory(township=township), site_address=ADDRESS, at=FOUND_AT)


def typing(form, *, by=None, **changes):
    """What stands on the sheet, as the deed takes it."""
    firm = EnterpriseFactory(township=form.township)
    people = [PersonFactory(township=form.township, county=form.township.county)]
    told = {"by": by or InspectorFactory(township=form.township), "place": firm, "inspectors": people, "inspected_at": FOUND_AT}
    return told | {"at": FOUND_AT} | changes


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


def test_forms_are_numbered_one_after_the_other():
    first = batch_of(2)
    second = batch_of(3, township=first.township)

    assert [form.number for form in PaperForm.objects.order_by("pk")] == [f"官亭表〔2026〕{number}号" for number in range(1, 6)]
    assert (second.first, second.last) == (3, 5)


def test_batch_sent_twice_is_one():
    township, submission = TownshipFactory(), uuid.uuid4()
    by = InspectorFactory(township=township)

    batches = {make_batch(township, 2, by=by, site_address=ADDRESS, submission=submission).pk for _ in range(2)}

    assert len(batches) == 1
    assert NumberSeries.objects.get(key=f"form:{township.pk}").last == 2


def test_sheet_makes_a_visit_with_its_hazards():
    form = batch_of().forms.first()

    fixed = {"description": "灭火器过期", "measure": "已更换", "fixed": True}
    type_in(form, **typing(form, lines=[{"description": "电线老化", "spot": "晒谷场"}, fixed]))

    visit = Inspection.objects.get()
    assert [(hazard.description, hazard.state) for hazard in visit.hazards.order_by("pk")] == [
        ("电线老化", State.FOUND),
        ("灭火器过期", State.CLOSED),
    ]
    assert (visit.paper_form, visit.clear_signed_by, visit.kind) == (form, None, Inspection.Kind.MONTHLY)


def test_sheet_without_hazards_is_a_signed_statement():
    form = batch_of().forms.first()
    told = typing(form)

    type_in(form, **told)

    assert Inspection.objects.get().clear_signed_by == told["by"]


def test_serial_is_typed_in_once():
    form = batch_of().forms.first()
    type_in(form, **typing(form))

    with pytest.raises(NotOutstanding):
        type_in(form, **typing(form))
    with pytest.raises(NotOutstanding):
        spoil(form, by=InspectorFactory(township=form.township), reason="遗失")

    assert Inspection.objects.count() == 1


def test_spoilt_one_is_typed_in_no_more():
    form = batch_of().forms.first()
    spoil(form, by=InspectorFactory(township=form.township), reason="遗失")

    with pytest.raises(NotOutstanding):
        type_in(form, **typing(form))

    assert PaperForm.objects.outstanding().count() == 2


def test_sheet_of_a_voided_visit_is_typed_in_anew(as_user):
    form = batch_of(1).forms.get()
    wrong = type_in(form, **typing(form))
    void_visit(wrong.inspection, by=wrong.typed_by, reason="录错了村")

    page = as_user(wrong.typed_by).get(form.get_absolute_url()).content.decode()
    right = type_in(form, **typing(form, by=wrong.typed_by))

    assert ("检查已作废，待重新录入" in page, "录错了村" in page) == (True, True)
    assert (right.inspection == wrong.inspection, right.inspection.voided_at) == (False, None)
    assert not PaperForm.objects.outstanding().exists()


def test_sheet_of_a_voided_visit_may_be_spoilt():
    form = batch_of(1).forms.get()
    typed = type_in(form, **typing(form))
    void_visit(typed.inspection, by=typed.typed_by, reason="录错了村")

    spoil(form, by=typed.typed_by, reason="表也写错了")

    assert (PaperForm.objects.outstanding().count(), PaperForm.objects.typed_in().count()) == (0, 0)


def test_strangers_and_other_places_are_refused():
    form = batch_of().forms.first()

    with pytest.raises(PermissionDenied):
        type_in(form, **typing(form, by=InspectorFactory()))
    with pytest.raises(PermissionDenied):
        batch_of(by=OfficialFactory())
    bureau = BureauFactory(county=form.township.county)
    elsewhere = EnterpriseFactory(township=TownshipFactory(county=form.township.county))
    with pytest.raises(ValidationError):
        type_in(form, **typing(form, by=bureau, place=elsewhere))


@pytest.fixture
def type_twice(monkeypatch):
    form = batch_of().forms.first()
    told = [typing(form), typing(form)]
    monkeypatch.setattr(paper_forms, "record_inspection", meeting(paper_forms.record_inspection))
    return lambda: race(*[lambda one=one: type_in(form, **one) for one in told])


def meeting(record):
    together = wait_for_each_other(lambda: None)

    def late(**told):
        together()
        return record(**told)

    return late


@pytest.mark.django_db(transaction=True)
def test_two_type_the_same_sheet_and_one_visit_stands(type_twice):
    outcomes = type_twice()

    assert sum(isinstance(outcome, NotOutstanding) for outcome in outcomes) == 1
    assert Inspection.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_there_are_two_visits(type_twice, monkeypatch):
    without_lock(monkeypatch, type(PaperForm.objects.all()))

    type_twice()

    assert Inspection.objects.count() == 2


def test_batch_is_one_pdf_with_a_sheet_for_each_serial(as_user):
    township = TownshipFactory(document_prefix="官亭")
    as_user(InspectorFactory(township=township)).post(url("new_form_batch"), {"count": 3, "submission": uuid.uuid4()})

    with print_now(PrintJob.objects.get(kind="paper_forms")).file.open() as file:
        found = sheets(file.read())

    words = ["".join(letter.text for letter in sheet.letters) for sheet in found]
    assert [f"表〔{timezone.localdate().year}〕{number}号" in text for number, text in enumerate(words, 1)] == [True] * 3


@pytest.fixture
def sheet(as_user):
    """(client, form, page, what is typed): a village's sheet with one hazard."""
    form = batch_of().forms.first()
    village = VillageFactory(township=form.township)
    PersonFactory(name="张村官", township=form.township, county=form.township.county)
    typed = {"place": village.pk, "sector": SectorFactory().pk, "inspected_on": "2026-03-02", "people": "张村官", "result": "something"}
    typed |= {"description-1": "电线老化", "is_major-1": "on", "is_old": "on"}
    return as_user(InspectorFactory(township=form.township)), form, url("type_in_paper_form", form.pk), typed


def test_typed_in_on_screen(sheet):
    client, form, page, typed = sheet

    answer = client.post(page, typed)

    form.refresh_from_db()
    hazard = Hazard.objects.get()
    assert answer.headers["Location"] == url("inspection_done", form.inspection_id)
    assert (hazard.is_major, [person.name for person in form.inspection.inspectors.all()]) == (True, ["张村官"])


def test_what_may_cause_an_accident_is_told_at_once_and_timed(sheet):
    client, form, page, typed = sheet
    BureauFactory(county=form.township.county)

    client.post(page, typed | {"may_cause_accident-1": "on", "found_time-1": "09:30"})

    hazard = Hazard.objects.get()
    assert (hazard.may_cause_accident, f"{timezone.localtime(hazard.found_at):%m-%d %H:%M}") == (True, "03-02 09:30")
    assert Message.objects.get().kind == Message.Kind.URGENT


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"result": "nothing"}, "result"),
        ({"description-1": "", "is_major-1": ""}, "result"),
        ({"description-1": ""}, "description-1"),
        ({"fixed-1": "on"}, "fixed-1"),
        ({"fixed-1": "on", "is_major-1": ""}, "measure-1"),
        ({"people": "李不在册"}, "people"),
        ({"sector": ""}, "sector"),
        ({"may_cause_accident-1": "on"}, "found_time-1"),
        ({"inspected_on": "2999-01-01"}, "inspected_on"),
        ({"is_old": ""}, "is_old"),
    ],
)
def test_errors_stand_at_their_field(sheet, changes, wrong):
    client, _form, page, typed = sheet

    assert wrong in client.post(page, typed | changes).context["form"].errors
    assert not Inspection.objects.exists()


def test_signer_who_is_on_no_roster_stays_a_name(sheet):
    client, form, page, typed = sheet
    typed |= {"people": "张村官、李不在册", "content": "看了晒谷场"}
    assert "按纸面登记" in str(client.post(page, typed).context["form"].errors["people"])

    client.post(page, typed | {"keeps_unlisted": "on"})

    form.refresh_from_db()
    assert [person.name for person in form.inspection.inspectors.all()] == ["张村官"]
    assert form.inspection.content == "看了晒谷场\n表上签名的李不在册，名册上没有，按纸面登记。"


def test_a_sheet_has_somebody_of_the_roster(sheet):
    client, _form, page, typed = sheet

    answer = client.post(page, typed | {"people": "李不在册", "keeps_unlisted": "on"})

    assert answer.context["form"].errors["people"] == ["至少要有一人在名册上：请加填带队或收表的安监员。"]


def test_namesakes_are_told_apart_by_number(sheet):
    client, form, page, typed = sheet
    twin = PersonFactory(name="张村官", township=form.township, county=form.township.county)

    assert f"{twin.number:04}" in str(client.post(page, typed).context["form"].errors["people"])
    assert client.post(page, typed | {"people": str(twin.number)}).status_code == 302


def test_second_clerk_is_told(sheet):
    client, _form, page, typed = sheet
    client.post(page, typed)

    answer = client.post(page, typed, follow=True)

    assert "不用再录" in answer.content.decode()
    assert Inspection.objects.count() == 1


def test_spoilt_on_screen(sheet):
    client, form, _page, _typed = sheet

    client.post(url("void_paper_form", form.pk), {"reason": "受潮"})

    assert "受潮" in client.get(form.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("state", "count"), [("outstanding", 1), ("typed", 1), ("void", 1), ("", 3)])
def test_list_names_what_is_out(as_user, state, count):
    typed, spoilt, _out = batch_of().forms.order_by("pk")
    type_in(typed, **typing(typed))
    spoil(spoilt, by=InspectorFactory(township=spoilt.township), reason="遗失")
    client = as_user(InspectorFactory(township=typed.township))

    page = client.get(f"{url('paper_forms')}?state={state}")

    assert page.context["table"].paginator.count == count
    assert len(rows_of(client.get(f"{url('export_paper_forms')}?state={state}").getvalue())) == 2 + count
    assert client.get(f"{url('print_paper_forms')}?state={state}").context["table"].paginator.count == count


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_row_and_for_three(as_user, count, django_assert_num_queries):
    batch = batch_of(count)
    for form in batch.forms.all():
        type_in(form, **typing(form))
    client = as_user(InspectorFactory(township=batch.township))

    with django_assert_num_queries(8):
        client.get(url("paper_forms"))


@pytest.mark.parametrize("name", ["paper_form", "type_in_paper_form", "void_paper_form"])
def test_another_township_is_not_there(as_user, name):
    form = batch_of().forms.first()

    assert as_user(InspectorFactory()).get(url(name, form.pk)).status_code == 404


def test_batch_page_and_official(as_user):
    batch = batch_of()
    official = as_user(OfficialFactory(county=batch.township.county))

    assert "3 份未交回" in official.get(batch.get_absolute_url()).content.decode()
    assert official.get(url("type_in_paper_form", batch.forms.first().pk)).status_code == 403
