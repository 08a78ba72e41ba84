import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from .documents import FileKind, KeptDocument


def new_key():
    return secrets.token_urlsafe(24)


class KeptFile(KeptDocument):
    """A file of a form that was refused: it waits for the corrected form (townships/kept_files.py)."""

    # Random, and of use to its owner alone.
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    # user:12, or code:7 for the public form of a code.
    owner = models.CharField(max_length=40, db_index=True, editable=False)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, editable=False)
    kept_until = models.DateTimeField(_("保留至"), db_index=True, editable=False)

    class Meta:
        verbose_name = _("待提交文件")
        verbose_name_plural = _("待提交文件")
        ordering = ["pk"]

    def __str__(self):
        return self.file_name

    @property
    def is_shown(self):
        """A photo, to somebody who is logged in: what a passer-by chose is named, not sent."""
        return self.file_kind == FileKind.PICTURE and self.owner.startswith("user:")
