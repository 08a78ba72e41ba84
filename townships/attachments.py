"""Papers that are kept as they were sent in: of a few kinds, of a sensible size, under a random name, and never opened as a page."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# What a file begins with, by ending: a name alone proves nothing.
BEGINNINGS = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0",
    "xls": b"\xd0\xcf\x11\xe0",
    "wps": b"\xd0\xcf\x11\xe0",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG",
}
MEGABYTE = 1024 * 1024


class AttachmentField(forms.FileField):
    """One paper: PDF, Word, Excel, WPS or a scan."""

    widget = forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in BEGINNINGS)})
    default_error_messages = {
        "too_big": _("文件有 %(size)s MB，超过 %(limit)s MB，请压缩后再上传。"),
        "wrong_kind": _("请选择 PDF、Word、Excel、WPS 文件或 JPG、PNG 扫描件。"),
        "broken": _("文件内容与后缀名不符，可能已损坏，请重新选择。"),
    }

    def __init__(self, **kwargs):
        limit = format_lazy(_("PDF、Word、Excel、WPS 或扫描件，不超过 {limit} MB"), limit=settings.MAX_FILE_BYTES // MEGABYTE)
        super().__init__(help_text=limit, **kwargs)

    def clean(self, file, initial=None):
        file = super().clean(file, initial)
        if file and file is not initial:
            self._check(file)
        return file

    def _check(self, file):
        limit = settings.MAX_FILE_BYTES
        if file.size > limit:
            params = {"size": f"{file.size / MEGABYTE:.0f}", "limit": limit // MEGABYTE}
            raise ValidationError(self.error_messages["too_big"], code="too_big", params=params)
        beginning = BEGINNINGS.get(file.name.rpartition(".")[2].lower())
        if beginning is None:
            raise ValidationError(self.error_messages["wrong_kind"], code="wrong_kind")
        file.seek(0)
        if file.read(len(beginning)) != beginning:
            raise ValidationError(self.error_messages["broken"], code="broken")
        file.seek(0)


def send_attachment(file, name):
    """As a download under the name that it came with: never cached by a shared proxy, never guessed to be a page."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
