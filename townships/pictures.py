"""Evidence photos: decoded and written anew, upright, at most 1920 px wide, without GPS or any other metadata."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from townships.kept_files import KeepingField, SeveralInput, content_of
from townships.models import FileKind

LONGEST_SIDE = 1920
LONGEST_NAME = 120
# A phone's camera has 12 to 50 million pixels. A JPEG is decoded at the size that is needed; anything else unfolds
# whole, and a small file could fill the server's memory.
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
MESSAGES = {
    "empty": _("“%(name)s”是空文件，请重新选择。"),
    "too_big": _("“%(name)s”有 %(size)s MB，超过 %(limit)s MB。选照片时请不要勾选“原图”；仍然过大的，请截屏后选截图。"),
    "too_many_pixels": _("“%(name)s”像素过大，请用普通拍照模式重拍或缩小后再上传。"),
    "heic": _("“%(name)s”是 HEIC 格式，暂不支持。请在手机“相机－格式”里选“兼容性最佳”，或转成 JPG 后上传。"),
    "not_a_picture": _("“%(name)s”不是照片。请选择 JPG、PNG 或 WebP 格式的照片。"),
    "broken": _("“%(name)s”不完整，可能没有传完，请重新选择。"),
}


@dataclass(frozen=True)
class CleanPicture:
    content: bytes
    sha256: str
    taken_at: datetime | None = None

    def as_fields(self):
        """For a row of a Picture model."""
        return {"image": ContentFile(self.content, name="picture.jpg"), "sha256": self.sha256, "taken_at": self.taken_at}

    def as_kept(self, name):
        """For a KeptFile."""
        kept = {"file": ContentFile(self.content, name="picture.jpg"), "file_kind": FileKind.PICTURE, "file_name": name[-LONGEST_NAME:]}
        return kept | {"file_size": len(self.content), "sha256": self.sha256, "taken_at": self.taken_at}


def as_clean(picture):
    """A row's photo, as the deeds take it."""
    with picture.image.open() as file:
        return CleanPicture(file.read(), picture.sha256, picture.taken_at)


def clean_picture(file):
    """Decode an uploaded file and write it anew; ValidationError with a sentence for the user when it can't be a photo."""
    if isinstance(file, CleanPicture):
        return file
    _refuse_by_size(file)
    try:
        image = _open(file)
        taken_at = _taken_at(image)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        content = _written_anew(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refusal("too_many_pixels", file) from None
    except UnidentifiedImageError:
        raise _refusal("heic" if _is_heic(file) else "not_a_picture", file) from None
    except (OSError, SyntaxError, ValueError):
        raise _refusal("broken", file) from None
    return CleanPicture(content, hashlib.sha256(content).hexdigest(), taken_at)


def _refuse_by_size(file):
    if not file.size:
        raise _refusal("empty", file)
    if file.size > settings.MAX_PHOTO_BYTES:
        raise _refusal("too_big", file, size=_megabytes(file.size), limit=_megabytes(settings.MAX_PHOTO_BYTES))


def _open(file):
    file.seek(0)
    image = Image.open(file, formats=list(MAX_PIXELS))
    if image.width * image.height > MAX_PIXELS[image.format]:
        raise Image.DecompressionBombError
    return image


def _written_anew(image):
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    # A new picture of the pixels alone: no EXIF, no GPS, no comment, no colour profile is carried along.
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    written = BytesIO()
    plain.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


def _taken_at(image):
    """By the camera's own clock, which names no zone: read as the county's time."""
    text = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        return timezone.make_aware(datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007 (made aware at once)
    except ValueError:
        return None


def _is_heic(file):
    file.seek(4)
    return file.read(4) == b"ftyp" and file.read(4) in HEIC_BRANDS


def _refusal(code, file, **params):
    return ValidationError(MESSAGES[code], code=code, params={"name": _short_name(file), **params})


def _short_name(file):
    name = str(getattr(file, "name", "") or _("照片"))
    return name if len(name) <= 40 else f"{name[:20]}…{name[-12:]}"


def _megabytes(size):
    return f"{size / 1024 / 1024:.0f}"


class PicturesField(KeepingField):
    """Several photos, each decoded and written anew; cleaned to a list of CleanPicture."""

    limit = 9
    widget = SeveralInput(attrs={"accept": "image/*"})
    default_error_messages = {"too_many": _("一次最多上传 %(limit)s 张照片，您选了 %(count)s 张。")}

    def clean_one(self, file):
        return clean_picture(file)

    def clean_kept(self, kept):
        """It may have been kept for a field that takes papers."""
        if kept.file_kind != FileKind.PICTURE:
            raise ValidationError(MESSAGES["not_a_picture"], code="not_a_picture", params={"name": kept.file_name[:40]})
        return CleanPicture(content_of(kept), kept.sha256, kept.taken_at)


def send_picture(picture):
    """The file itself, for somebody who may see the row: never cached by a shared proxy, never guessed to be a page."""
    return send_jpeg(picture.image)


def send_jpeg(file):
    response = FileResponse(file.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
