import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import User


def picture_path(picture, filename):
    """A random name: nothing that a phone called the file reaches the disk or an address."""
    return f"{picture._meta.model_name}/{uuid.uuid4().hex}.jpg"


class Picture(models.Model):
    """Evidence as a JPEG that was decoded and written anew (townships/pictures.py): upright, without GPS or other metadata."""

    image = models.ImageField(_("照片"), upload_to=picture_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True, editable=False)
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("上传人"))

    class Meta:
        abstract = True
        ordering = ["pk"]
