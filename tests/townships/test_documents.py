"""Files are kept for what they hold, not for what they are called."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.documents import a_pdf, a_png, an_office_file
from tests.factories.hazards import scene
from tests.factories.rounds import RoundWriter
from tests.factories.townships import BureauFactory, InspectorFactory
from townships.documents import OLD_OFFICE, SCANS, PagesField, clean_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(content, name="通知.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(), "pdf"),
        (an_office_file("word/document.xml"), "docx"),
        (an_office_file("xl/workbook.xml"), "xlsx"),
        (OLD_OFFICE + b"x", "doc"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), "xls"),
        (a_png(), "jpg"),
    ],
)
def test_kind_and_name_are_those_of_the_content(content, kind):
    fields = clean_document(upload(content, "a/../通知.exe")).as_fields()

    assert (fields["file_kind"], fields["file_name"]) == (kind, f"通知.{kind}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "是空文件"),
        (b"<html><script>", "不是 PDF、Word、Excel 或图片"),
        (b"%PDF-1.7 and nothing else", "打不开"),
        (a_pdf("secret"), "打不开"),
        (an_office_file("word/document.xml", "word/vbaProject.bin"), "带有宏"),
        (an_office_file("ppt/presentation.xml"), "不是 PDF、Word、Excel 或图片"),
        (b"PK\x03\x04broken", "不是 PDF、Word、Excel 或图片"),
        (a_png()[:60], "不完整"),
    ],
)
def test_what_is_no_document_is_refused(content, message):
    with pytest.raises(ValidationError, match=message):
        clean_document(upload(content))


def test_a_scan_is_a_pdf_or_a_picture():
    assert clean_document(upload(a_pdf()), SCANS).kind == "pdf"

    with pytest.raises(ValidationError, match="不是 PDF 或图片"):
        clean_document(upload(OLD_OFFICE + b"x"), SCANS)


def test_size_is_limited(settings):
    settings.MAX_DOCUMENT_BYTES = 1024 * 1024

    with pytest.raises(ValidationError, match="有 2 MB，超过 1 MB"):
        clean_document(upload(b"%PDF-" + b"0" * 2 * 1024 * 1024))


def test_the_file_is_sent_to_those_who_see_the_row(client):
    writer = RoundWriter()
    content = a_pdf()
    row = writer.enter("document", **clean_document(upload(content)).as_fields())
    address = reverse("townships:document_file", args=[row.pk])

    client.force_login(InspectorFactory(township__county=writer.township.county))
    response = client.get(address)
    assert b"".join(response.streaming_content) == content
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Disposition"].startswith("attachment;")

    client.force_login(BureauFactory())
    assert client.get(address).status_code == 404


def test_a_row_without_a_file_has_none(client):
    writer = RoundWriter()
    client.force_login(writer.bureau)

    assert client.get(reverse("townships:document_file", args=[writer.enter("document").pk])).status_code == 404


def test_nothing_of_the_name_reaches_the_disk():
    row = RoundWriter().enter("document", **clean_document(upload(a_pdf(), "../../通知.pdf")).as_fields())

    assert row.file.name.startswith("issueddocument/")
    assert "通知" not in row.file.name


def pages_of(content):
    with pikepdf.open(io.BytesIO(content)) as book:
        return [[round(float(edge)) for edge in page.mediabox] for page in book.pages]


def test_pages_chosen_together_are_one_pdf_in_their_order():
    files = [upload(scene(1, size=(600, 800)).content, "第1页.jpg"), upload(a_pdf(), "第2页.pdf"), upload(scene(2).content, "第3页.jpg")]

    paper = PagesField().clean(files)

    assert (paper.kind, paper.name) == ("pdf", "第1页等3个文件.pdf")
    assert pages_of(paper.content) == [[0, 0, 631, 842], *pages_of(a_pdf()), [0, 0, 842, 631]]


def test_a_single_page_stays_what_it_is():
    assert PagesField().clean([upload(a_pdf(), "回执.pdf")]).content == a_pdf()


def test_no_page_is_no_paper():
    assert PagesField(required=False).clean([]) is None


def test_a_word_file_among_the_pages_is_named():
    with pytest.raises(ValidationError, match=r"“乙\.docx”不是 PDF 或图片"):
        PagesField().clean([upload(a_pdf(), "甲.pdf"), upload(an_office_file("word/document.xml"), "乙.docx")])


def test_twenty_one_pages_are_too_many():
    with pytest.raises(ValidationError, match="一次最多上传 20 个文件，您选了 21 个。"):
        PagesField().clean([upload(a_pdf(), f"{page}.pdf") for page in range(21)])


def test_pages_that_are_too_big_together_are_refused(settings):
    settings.MAX_DOCUMENT_BYTES = 30_000

    with pytest.raises(ValidationError, match="这些文件合起来有"):
        PagesField().clean([upload(scene(page).content, f"{page}.jpg") for page in range(4)])
