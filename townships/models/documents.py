import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    DOC = "doc", _("Word（旧格式）")
    XLSX = "xlsx", "Excel"
    XLS = "xls", _("Excel（旧格式）")
    PICTURE = "jpg", _("图片")

    @property
    def family(self):
        """Word of either age is Word to who chooses a file."""
        return {"doc": "Word", "xls": "Excel"}.get(self.value, self.label)


def document_path(row, filename):
    """A random name: nothing that somebody called the file reaches the disk or an address."""
    return f"{row._meta.model_name}/{uuid.uuid4().hex}.{row.file_kind}"


class KeptDocument(models.Model):
    """A file that was looked into before it was kept (townships/documents.py). None may be there at all."""

    file = models.FileField(_("文件"), upload_to=document_path, blank=True)
    file_kind = models.CharField(max_length=4, choices=FileKind, blank=True, editable=False)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    file_size = models.PositiveIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
