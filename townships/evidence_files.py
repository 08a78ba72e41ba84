"""Uploaded evidence: what it is is read from its content, not from its name; photos are written anew."""

import io
import zipfile
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from townships.pictures import clean_picture

MAX_BYTES = 20 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
# What an office file holds besides its list of parts.
OFFICE_KINDS = {
    "word/document.xml": ("docx", f"{OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{OFFICE}.spreadsheetml.sheet"),
}
ACCEPT = "image/*,.pdf,.docx,.xlsx"


@dataclass(frozen=True)
class CleanFile:
    name: str
    content: bytes
    content_type: str


def clean_evidence(upload):
    """What the file is, or ValidationError with a sentence for the user."""
    if not upload.size:
        raise ValidationError(_("“%(name)s”是空文件，请重新选择。"), code="empty", params={"name": upload.name})
    if upload.size > MAX_BYTES:
        words = _("“%(name)s”有 %(size)s MB，超过 %(limit)s MB，请压缩或拆分后再传。")
        sizes = {"name": upload.name, "size": f"{upload.size / 2**20:.0f}", "limit": MAX_BYTES // 2**20}
        raise ValidationError(words, code="too_big", params=sizes)
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return CleanFile(named(upload, "pdf"), upload.read(), "application/pdf")
    if head.startswith(b"PK\x03\x04"):
        return office_file(upload)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
        return CleanFile(named(upload, "jpg"), clean_picture(upload).content, "image/jpeg")
    raise ValidationError(
        _("“%(name)s”不能作为佐证：只收 JPG、PNG、WebP 照片和 PDF、docx、xlsx 文件。"), code="kind", params={"name": upload.name}
    )


def office_file(upload):
    content = upload.read()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except zipfile.BadZipFile:
        parts = set()
    for part, (ending, content_type) in OFFICE_KINDS.items():
        if {part, "[Content_Types].xml"} <= parts and not any(name.endswith("vbaProject.bin") for name in parts):
            return CleanFile(named(upload, ending), content, content_type)
    raise ValidationError(_("“%(name)s”不是完整的 docx 或 xlsx 文件（带宏的也不收）。"), code="broken", params={"name": upload.name})


def named(upload, ending):
    """The visitor's own name for the eye, with the ending that the content has."""
    stem = upload.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or upload.name
    return f"{stem[:100]}.{ending}"


class EvidenceFileField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, upload, initial=None):
        return clean_evidence(super().clean(upload, initial))


def send_evidence(evidence):
    """The file itself, for somebody who may see the appraisal: a download, never opened in the page's own name."""
    response = FileResponse(evidence.file.open("rb"), as_attachment=True, filename=evidence.name, content_type=evidence.content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
