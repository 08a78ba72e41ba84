"""Files are kept for what they hold, not for what they are called."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories.rounds import RoundWriter
from tests.factories.townships import BureauFactory, InspectorFactory
from townships.documents import clean_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_pdf(password=None):
    written = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(written, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return written.getvalue()


def a_docx(*more):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            parts.writestr(name, "x")
    return written.getvalue()


def a_png():
    written = BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "PNG")
    return written.getvalue()


def upload(content, name="通知.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("make", "kind"), [(a_pdf, "pdf"), (a_docx, "docx"), (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"x", "doc"), (a_png, "jpg")]
)
def test_kind_by_content(make, kind):
    assert clean_document(upload(make(), "通知.exe")).as_fields()["file_kind"] == kind


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "是空文件"),
        (b"<html><script>", "不是 PDF、Word 文件或图片"),
        (b"%PDF-1.7 and nothing else", "打不开"),
        (a_pdf("secret"), "打不开"),
        (a_docx("word/vbaProject.bin"), "带有宏"),
        (a_png()[:60], "不完整"),
    ],
)
def test_what_is_no_document_is_refused(content, message):
    with pytest.raises(ValidationError, match=message):
        clean_document(upload(content))


def test_a_table_in_a_zip_is_no_word_file():
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("xl/workbook.xml", "x")

    with pytest.raises(ValidationError, match="不是 PDF、Word"):
        clean_document(upload(written.getvalue()))


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
