from django.db import models
from django.utils.translation import gettext_lazy as _

from townships.models import Picture


class PendingPicture(Picture):
    """A photo of a form that was refused: kept for its submission, so that nobody chooses it again on a poor network."""

    submission = models.UUIDField(db_index=True, editable=False)

    class Meta(Picture.Meta):
        abstract = False
        verbose_name = _("待登记照片")
        verbose_name_plural = _("待登记照片")
        constraints = [models.UniqueConstraint(fields=["submission", "added_by", "sha256"], name="pending_picture_once")]
