"""Pages round papers: the list with its filters, its printed form and its spreadsheet, a visit's record, what came back."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertInHTML

from hazards.models import Action, Order, OrderReturn, State
from hazards.paper_returns import take_back
from hazards.paper_table import page
from hazards.workflow import perform
from papers.models import PrintJob
from tests.factories.hazards import HazardFactory, InspectionFactory, hazard_at, photo, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory
from tests.spreadsheets import rows_of
from tests.townships.test_documents import a_pdf

pytestmark = pytest.mark.django_db
SENT = {"submission": "11111111-1111-4111-8111-111111111111"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place():
    return EnterpriseFactory()


@pytest.fixture
def order(place):
    return hazard_at(State.ORDERED, place=place).orders.get()


@pytest.fixture
def visit(place):
    return InspectionFactory(place=place)


@pytest.fixture
def client(client, place):
    client.force_login(InspectorFactory(township=place.township))
    return client


def record_page(visit):
    return reverse("hazards:issue_record", args=[visit.pk])


def filled(visit, **changes):
    people = [person.pk for person in visit.inspectors.all()]
    return {"inspectors": people, "content": "检查采场边坡", "handling": "当场告知", "unit_head": "陈大山", **changes}


def test_list_is_filtered_by_kind_and_by_receipt(client, order, place):
    take_back(order, by=order.issued_by, kind="receipt", signed_by="李四", received_on=timezone.localdate())
    missing = hazard_at(State.ORDERED, place=place).orders.get()
    listing = reverse("hazards:orders")

    found = [client.get(listing, {"receipt": choice}).context["table"].rows for choice in ("returned", "missing")]

    assert [[row.record for row in rows] for rows in found] == [[order], [missing]]
    assert len(client.get(listing, {"kind": "record"}).context["table"].rows) == 0


def test_what_goes_along_with_a_letter_is_shown_as_it_is_printed(client, place):
    hazard = hazard_at(State.FOUND, place=place)
    bureau = BureauFactory(county=hazard.township.county)
    order = perform(hazard, Action.TRANSFER, by=bureau, **told(Action.TRANSFER, hazard) | {"answer_by": None}).order

    page = client.get(order.get_absolute_url())

    assertInHTML("<p><span>附件：</span><span>1.</span><span>现场检查记录</span></p>", page.content.decode())


def test_list_is_printed_and_exported(client, order):
    printed = client.get(reverse("hazards:orders_ledger")).content.decode()
    exported = rows_of(client.get(reverse("hazards:export_orders")).getvalue())

    assert order.number in printed
    assert order.number in str(exported)
    assert "未收" in str(exported)


def test_record_is_shown_before_it_is_issued_and_nothing_is_kept(client, visit):
    HazardFactory(place=visit.place, inspection=visit, description="皮带轮没有防护罩")

    answer = client.post(record_page(visit), filled(visit)).content.decode()

    assert "皮带轮没有防护罩" in answer
    assert "请核对：现场检查记录" in answer
    assert not Order.objects.exists()


def test_record_is_issued_and_printed_once(client, visit, django_capture_on_commit_callbacks):
    answers = [client.post(record_page(visit), filled(visit, confirmed="1")) for _ in range(2)]

    record = Order.objects.get()
    assert [answer.url for answer in answers] == [record.get_absolute_url()] * 2
    assert PrintJob.objects.get().subject_id == record.pk
    assert record.number in client.get(visit.get_absolute_url()).content.decode()


def test_record_of_a_voided_visit_says_so(client, visit):
    client.post(record_page(visit), filled(visit, confirmed="1"))
    record, void = Order.objects.get(), reverse("hazards:void_inspection", args=[visit.pk])
    asked = client.get(void).content.decode()
    client.post(void, {"reason": "录错了村"})

    lists = [reverse(f"hazards:{name}") for name in ("orders", "orders_ledger")]
    pages = [client.get(page).content.decode() for page in (record.get_absolute_url(), visit.get_absolute_url(), *lists)]
    assert f"现场检查记录 {record.number}" in asked
    assert ["检查已作废" in page for page in pages] == [True] * 4
    assert "现场检查记录（检查已作废）" in str(rows_of(client.get(reverse("hazards:export_orders")).getvalue()))


def test_form_starts_with_what_the_visit_says(client, visit):
    form = client.get(record_page(visit)).context["form"]

    assert form["handling"].value() == "未发现安全隐患，要求继续落实安全生产主体责任。"
    assert form["inspectors"].value() == [person.pk for person in visit.inspectors.all()]


def test_one_inspector_is_too_few_and_what_was_typed_stays(client, visit):
    answer = client.post(record_page(visit), filled(visit, inspectors=[visit.inspectors.first().pk]))

    assert answer.status_code == 409
    assert answer.context["form"].errors["inspectors"] == ["这份文书须由 2 名以上人员签名，请补选。"]
    assert answer.context["form"]["content"].value() == "检查采场边坡"


def test_readers_issue_nothing_and_see_no_button(client, visit):
    client.force_login(OfficialFactory(county=visit.township.county))

    assert client.get(record_page(visit)).status_code == 403
    assert record_page(visit) not in client.get(visit.get_absolute_url()).content.decode()


def test_receipt_with_its_scan_is_entered_shown_and_sent(client, order):
    fields = {**SENT, "kind": "receipt", "received_on": timezone.localdate()}
    content = a_pdf()
    upload = SimpleUploadedFile("回执.pdf", content)

    answer = client.post(reverse("hazards:new_return", args=[order.pk]), {**fields, "signed_by": "陈大山", "document": upload})

    shown = client.get(answer.url).content.decode()
    sent = client.get(reverse("hazards:return_file", args=[order.returns.get().pk]))
    assert "回执已收" in shown
    assert b"".join(sent.streaming_content) == content


def test_pages_of_a_signed_paper_are_chosen_at_once(client, order):
    fields = {**SENT, "kind": "signed", "received_on": timezone.localdate()}
    pages = [SimpleUploadedFile(f"{number}.jpg", photo().content) for number in (1, 2)]

    client.post(reverse("hazards:new_return", args=[order.pk]), fields | {"document": pages})

    row = order.returns.get()
    assert (row.file_kind, row.file_name) == ("pdf", "1等2个文件.pdf")


def test_wrong_receipt_is_voided_with_a_reason(client, order):
    row = take_back(order, by=order.issued_by, kind="receipt", signed_by="李四", received_on=timezone.localdate())

    client.post(reverse("hazards:void_return", args=[row.pk]), {"reason": "登记错了文书"})

    assert OrderReturn.objects.get().void_reason == "登记错了文书"
    assert "回执未收" in client.get(order.get_absolute_url()).content.decode()


def test_a_second_receipt_is_asked_about(client, order):
    take_back(order, by=order.issued_by, kind="receipt", signed_by="李四", received_on=timezone.localdate())
    page = reverse("hazards:new_return", args=[order.pk])
    fields = {**SENT, "kind": "receipt", "signed_by": "陈大山", "received_on": timezone.localdate()}

    assert [*client.post(page, fields).context["form"].errors] == ["is_another"]
    client.post(page, fields | {"is_another": "on"})
    assert order.returns.count() == 2


def test_a_record_and_the_paper_that_it_names_lead_to_each_other(client, visit):
    hazard = HazardFactory(place=visit.place, inspection=visit)
    notice = perform(hazard, Action.ORDER, by=hazard.created_by, at=hazard.found_at, **told(Action.ORDER, hazard)).order
    client.post(record_page(visit), filled(visit, confirmed="1"))
    record = Order.objects.get(kind="record")

    shown = [client.get(paper.get_absolute_url()).context["later"] for paper in (notice, record)]

    assert shown == [[record], [notice]]


def test_what_is_wrong_is_said_beside_the_field(client, order):
    fields = {**SENT, "kind": "signed", "received_on": timezone.localdate()}

    answer = client.post(reverse("hazards:new_return", args=[order.pk]), fields)

    assert answer.context["form"].errors == {"document": ["请选择签字盖章后的扫描件。"]}


@pytest.mark.parametrize("name", ["return_file", "void_return"])
def test_what_came_back_elsewhere_is_not_there(client, name):
    order = hazard_at(State.ORDERED).orders.get()
    row = take_back(order, by=order.issued_by, kind="receipt", signed_by="李四", received_on=timezone.localdate())

    assert client.get(reverse(f"hazards:{name}", args=[row.pk])).status_code == 404


def test_a_refused_paper_says_which_stands_before_it(client, place):
    hazard = HazardFactory(place=place, deadline="2026-03-10")
    client.force_login(BureauFactory(county=place.county))
    letter = {"addressee": "官亭乡", "in_name_of": "committee", "reason": "督促", "report_by": timezone.localdate(), **SENT}

    answer = client.post(reverse("hazards:act", args=[hazard.pk, "urge"]), letter)

    assert answer.context["form"].non_field_errors() == ["制发《督办函》之前，须先有《责令限期整改指令书》或《整改通知单》。"]


def test_documentation_is_read_off_the_table():
    written = Path(settings.BASE_DIR, "docs/papers.md").read_text()

    assert written == page(), "manage.py paper_table > docs/papers.md"
