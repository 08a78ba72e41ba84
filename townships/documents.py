"""Papers that somebody uploads (文件): looked into before they are kept, and sent to those alone who may see their row."""

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from townships.models import FileKind
from townships.pictures import clean_picture

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.DOC: "application/msword",
    FileKind.PICTURE: "image/jpeg",
}
OLD_WORD = bytes.fromhex("D0CF11E0A1B11AE1")
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
LONGEST_NAME = 120
MESSAGES = {
    "empty": _("“%(name)s”是空文件，请重新选择。"),
    "too_big": _("“%(name)s”有 %(size)s MB，超过 %(limit)s MB。"),
    "kind": _("“%(name)s”不是 PDF、Word 文件或图片，请换一种格式。"),
    "broken": _("“%(name)s”打不开，可能不完整或加了密码，请重新选择。"),
    "macros": _("“%(name)s”带有宏，不予接收。请另存为普通 Word 文件或 PDF。"),
}


@dataclass(frozen=True)
class CleanDocument:
    content: bytes
    kind: FileKind
    name: str

    def as_fields(self):
        """For a row of a KeptDocument model."""
        return {
            "file": ContentFile(self.content, name=f"document.{self.kind}"),
            "file_kind": self.kind,
            "file_name": self.name[-LONGEST_NAME:],
            "file_size": len(self.content),
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }


def clean_document(file):
    """The checked file by what it holds, whatever it is called; ValidationError with a sentence for the user."""
    if isinstance(file, CleanDocument):
        return file
    refuse_by_size(file)
    beginning = file.read(8)
    file.seek(0)
    if beginning.startswith(PICTURE_BEGINNINGS):
        return CleanDocument(clean_picture(file).content, FileKind.PICTURE, str(file.name))
    content = file.read()
    return CleanDocument(content, kind_of(content, file), str(file.name))


def refuse_by_size(file):
    if not file.size:
        raise refusal("empty", file)
    if file.size > settings.MAX_DOCUMENT_BYTES:
        raise refusal("too_big", file, size=megabytes(file.size), limit=megabytes(settings.MAX_DOCUMENT_BYTES))


def kind_of(content, file):
    if content.startswith(b"%PDF-"):
        check_pdf(content, file)
        return FileKind.PDF
    if content.startswith(OLD_WORD):
        return FileKind.DOC
    if zipfile.is_zipfile(BytesIO(content)):
        check_word(content, file)
        return FileKind.DOCX
    raise refusal("kind", file)


def check_pdf(content, file):
    try:
        with pikepdf.open(BytesIO(content)):
            return
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise refusal("broken", file) from None


def check_word(content, file):
    with zipfile.ZipFile(BytesIO(content)) as parts:
        names = set(parts.namelist())
    if "word/document.xml" not in names:
        raise refusal("kind", file)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise refusal("macros", file)


def refusal(code, file, **params):
    return ValidationError(MESSAGES[code], code=code, params={"name": str(file.name)[:40], **params})


def megabytes(size):
    return f"{size / 1024 / 1024:.0f}"


class DocumentField(forms.FileField):
    """One file, cleaned to a CleanDocument; None when there is none."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.doc,.docx,.jpg,.jpeg,.png,.webp"})

    def clean(self, file, initial=None):
        if isinstance(file, CleanDocument):
            return file
        if not file and not self.required:
            return None
        return clean_document(super().clean(file, None))


def send_document(row):
    """The file under the name that it came with, as a download: nothing in it is opened as a page of ours."""
    name = f"{row}.{row.file_kind}"
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[row.file_kind])
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
