"""Papers that somebody uploads (文件): looked into before they are kept, and sent to those alone who may see their row."""

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image

from townships.kept_files import KeepingField, KeepingInput, SeveralInput, content_of
from townships.models import FileKind
from townships.pictures import clean_picture

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{OFFICE}.wordprocessingml.document",
    FileKind.DOC: "application/msword",
    FileKind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.PICTURE: "image/jpeg",
}
# What a browser's file dialogue offers for each kind; WPS saves its own files as old Word and Excel.
OFFERED = {
    FileKind.PDF: ".pdf",
    FileKind.DOCX: ".docx",
    FileKind.DOC: ".doc,.wps",
    FileKind.XLSX: ".xlsx",
    FileKind.XLS: ".xls,.et",
    FileKind.PICTURE: "image/*",
}
# The part that an office file of each kind can't be without.
MAIN_PARTS = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
OLD_EXCEL_STREAM = "Workbook".encode("utf-16-le")
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
SCANS = (FileKind.PDF, FileKind.PICTURE)
LONGEST_NAME = 120
MESSAGES = {
    "empty": _("“%(name)s”是空文件，请重新选择。"),
    "too_big": _("“%(name)s”有 %(size)s MB，超过 %(limit)s MB，请压缩或拆分后再传。"),
    "kind": _("“%(name)s”不是 %(kinds)s，请换一种格式。"),
    "broken": _("“%(name)s”打不开，可能不完整或加了密码，请重新选择。"),
    "too_big_together": _("这些文件合起来有 %(size)s MB，超过 %(limit)s MB，请分次添加。"),
    "macros": _("“%(name)s”带有宏，不予接收。请另存为不带宏的文件或 PDF。"),
}


@dataclass(frozen=True)
class CleanDocument:
    content: bytes
    kind: FileKind
    name: str

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()

    def opened(self):
        """For a reader of files."""
        return ContentFile(self.content, name=self.name)

    def as_fields(self):
        """For a row of a KeptDocument model."""
        return {
            "file": ContentFile(self.content, name=f"document.{self.kind}"),
            "file_kind": self.kind,
            "file_name": own_name(self.name, self.kind),
            "file_size": len(self.content),
            "sha256": self.sha256,
        }

    def as_kept(self, name):
        """For a KeptFile."""
        return self.as_fields()


def own_name(name, kind):
    """The visitor's own name for the eye, with the ending that the content has."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return f"{stem[: LONGEST_NAME - 5]}.{kind}"


def clean_document(file, kinds=tuple(FileKind)):
    """The checked file by what it holds, whatever it is called; ValidationError with a sentence for the user."""
    if isinstance(file, CleanDocument):
        return file
    refuse_by_size(file)
    file.seek(0)
    content = file.read()
    kind = kind_of(content, file)
    if kind not in kinds:
        raise refusal("kind", file, kinds=names_of(kinds))
    if kind == FileKind.PICTURE:
        content = clean_picture(file).content
    return CleanDocument(content, kind, str(file.name))


def refuse_by_size(file):
    if not file.size:
        raise refusal("empty", file)
    if file.size > settings.MAX_DOCUMENT_BYTES:
        raise refusal("too_big", file, size=megabytes(file.size), limit=megabytes(settings.MAX_DOCUMENT_BYTES))


def kind_of(content, file):
    """Of the content; None when it is nothing that is kept here."""
    if content.startswith(PICTURE_BEGINNINGS):
        return FileKind.PICTURE
    if content.startswith(b"%PDF-"):
        check_pdf(content, file)
        return FileKind.PDF
    if content.startswith(OLD_OFFICE):
        return FileKind.XLS if OLD_EXCEL_STREAM in content else FileKind.DOC
    if zipfile.is_zipfile(BytesIO(content)):
        return office_kind(content, file)
    return None


def check_pdf(content, file):
    try:
        with pikepdf.open(BytesIO(content)):
            return
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise refusal("broken", file) from None


def office_kind(content, file):
    with zipfile.ZipFile(BytesIO(content)) as parts:
        names = set(parts.namelist())
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refusal("macros", file)
    return next((kind for part, kind in MAIN_PARTS.items() if {part, "[Content_Types].xml"} <= names), None)


def refusal(code, file, **params):
    return ValidationError(MESSAGES[code], code=code, params={"name": str(file.name)[:40], **params})


def megabytes(size):
    return f"{size / 1024 / 1024:.0f}"


def names_of(kinds):
    """PDF、Word、Excel 或图片 …"""
    names = list(dict.fromkeys(str(FileKind(kind).family) for kind in kinds))
    return gettext("%(most)s 或%(last)s") % {"most": gettext("、").join(names[:-1]), "last": names[-1]} if names[1:] else names[0]


def offered(kinds):
    return ",".join(OFFERED[kind] for kind in kinds)


def limits_of(kinds):
    told = {"kinds": names_of(kinds), "limit": megabytes(settings.MAX_DOCUMENT_BYTES)}
    return gettext("%(kinds)s，不超过 %(limit)s MB") % told


A4_LENGTH = 297 / 25.4  # inches


def joined(documents):
    """The pages of one paper that came as several files, as one PDF in their order; a single file stays as it is."""
    if len(documents) < 2:
        return next(iter(documents), None)
    with pikepdf.new() as book:
        for document in documents:
            with pikepdf.open(BytesIO(as_pdf(document))) as part:
                book.pages.extend(part.pages)
        book.save(written := BytesIO())
    name = gettext("%(first)s等%(count)s个文件") % {"first": documents[0].name.rpartition(".")[0], "count": len(documents)}
    return CleanDocument(written.getvalue(), FileKind.PDF, f"{name}.pdf")


def as_pdf(document):
    """A picture fills a sheet, upright or across as it was taken."""
    if document.kind == FileKind.PDF:
        return document.content
    with Image.open(BytesIO(document.content)) as picture:
        picture.save(written := BytesIO(), "PDF", resolution=max(picture.size) / A4_LENGTH)
    return written.getvalue()


class DocumentsField(KeepingField):
    """Several files of these kinds, cleaned to a list of CleanDocument."""

    limit = 9
    widget_class = SeveralInput

    def __init__(self, *, kinds=tuple(FileKind), **kwargs):
        self.kinds = kinds
        kwargs.setdefault("help_text", lazy(limits_of, str)(kinds))
        super().__init__(widget=self.widget_class(attrs={"accept": offered(kinds)}), **kwargs)

    def clean_one(self, file):
        return clean_document(file, self.kinds)

    def clean_kept(self, kept):
        """It may have been kept for a field that takes other kinds."""
        if kept.file_kind not in self.kinds:
            raise ValidationError(MESSAGES["kind"], code="kind", params={"name": kept.file_name[:40], "kinds": names_of(self.kinds)})
        return CleanDocument(content_of(kept), FileKind(kept.file_kind), kept.file_name)


class PagesField(DocumentsField):
    """One paper, scanned or photographed page by page, cleaned to one CleanDocument; None when there is none."""

    limit = 20

    def __init__(self, **kwargs):
        super().__init__(kinds=SCANS, **kwargs)

    def clean(self, chosen, initial=None):
        paper = joined(super().clean(chosen, initial))
        if paper and len(paper.content) > settings.MAX_DOCUMENT_BYTES:
            told = {"size": megabytes(len(paper.content)), "limit": megabytes(settings.MAX_DOCUMENT_BYTES)}
            raise ValidationError(MESSAGES["too_big_together"], code="too_big_together", params=told)
        return paper


class DocumentField(DocumentsField):
    """One file of one of the kinds, cleaned to a CleanDocument; None when there is none."""

    limit = 1
    widget_class = KeepingInput

    def clean(self, chosen, initial=None):
        return next(iter(super().clean(chosen, initial)), None)


def with_upload(told):
    """What a form told, as the deeds take it; one without a new file keeps the one that is there."""
    told = dict(told)
    upload = told.pop("upload")
    return told | (upload.as_fields() if upload else {})


# What a row that keeps a document (KeptDocument) has when its file is taken off.
NO_FILE = {"file": "", "file_kind": "", "file_name": "", "file_size": 0, "sha256": ""}


def send_document(row):
    """The file under the name that it came with, as a download: nothing in it is opened as a page of ours."""
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.file_name, content_type=CONTENT_TYPES[row.file_kind])
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
