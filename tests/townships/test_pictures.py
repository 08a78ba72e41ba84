import hashlib
import struct
import zlib
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import ExifTags, Image

from tests.factories.hazards import HazardFactory
from townships.pictures import CleanPicture, PicturesField, clean_picture, send_picture


def encoded(image, kind="JPEG", **options):
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def upload(content, name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def phone_photo():
    """Held upright: stored lying on its side with orientation 6, taken at a place; the top left of the scene is red."""
    stored = Image.new("RGB", (400, 300), "white")
    stored.paste("red", (0, 200, 100, 300))  # bottom left as stored is top left once turned
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Phone"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:02 09:05:06"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (29.0, 36.0, 0.0), 3: "E", 4: (111.0, 38.0, 0.0)})
    return encoded(stored, exif=exif, comment=b"secret", quality=95)


def reopened(picture):
    return Image.open(BytesIO(picture.content))


def test_photo_comes_out_upright():
    image = reopened(clean_picture(upload(phone_photo())))

    assert image.size == (300, 400)
    assert image.getpixel((20, 20))[0] > 200
    assert max(image.getpixel((20, 20))[1:]) < 60


def test_nothing_but_the_pixels_is_left():
    assert Image.open(BytesIO(phone_photo())).getexif().get_ifd(ExifTags.IFD.GPSInfo)

    picture = clean_picture(upload(phone_photo()))

    assert not reopened(picture).getexif()
    assert reopened(picture).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(trace in picture.content for trace in [b"Exif", b"Phone", b"secret", b"GPS"])


def test_time_and_fingerprint_are_kept_beside_the_file():
    picture = clean_picture(upload(phone_photo()))

    assert picture.taken_at == datetime(2026, 3, 2, 9, 5, 6, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert picture.sha256 == hashlib.sha256(picture.content).hexdigest()


@pytest.mark.parametrize("time", ["0000:00:00 00:00:00", "昨天", ""])
def test_camera_without_a_clock_tells_no_time(time):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = time.encode()

    assert clean_picture(upload(encoded(Image.new("RGB", (9, 9)), exif=exif))).taken_at is None


def test_large_photo_is_made_smaller_and_keeps_its_shape():
    assert reopened(clean_picture(upload(encoded(Image.new("RGB", (4000, 3000)))))).size == (1920, 1440)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_any_kind_of_png_becomes_a_jpeg(mode):
    picture = clean_picture(upload(encoded(Image.new(mode, (8, 8)), "PNG"), "截图.png"))

    assert (reopened(picture).format, reopened(picture).mode) == ("JPEG", "RGB")


def test_what_is_transparent_becomes_white():
    picture = clean_picture(upload(encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG")))

    assert reopened(picture).getpixel((4, 4)) == (255, 255, 255)


def test_cleaned_once_is_clean():
    picture = CleanPicture(b"content", "sha")

    assert clean_picture(picture) is picture


def bomb():
    """A PNG of a few kilobytes that would unfold to 900 million pixels."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(3751) * 100)) + chunk(b"IEND", b"")


def huge():
    """More pixels than a screen has, but fewer than Pillow itself refuses."""
    return encoded(Image.new("1", (6000, 5000)), "PNG")


def heic():
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (phone_photo()[:-2000], "broken", "不完整"),
        (phone_photo()[:30], "broken", "不完整"),
        ("这不是照片".encode() * 50, "not_a_picture", "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture", "不是照片"),
        (encoded(Image.new("RGB", (9, 9)), "TIFF"), "not_a_picture", "不是照片"),
        (b"", "empty", "空文件"),
        (bytes(20 * 1024 * 1024), "too_big", "20 MB，超过 15 MB。选照片时请不要勾选“原图”"),
        (bomb(), "too_many_pixels", "像素过大"),
        (huge(), "too_many_pixels", "像素过大"),
        (heic(), "heic", "HEIC"),
    ],
    ids=["truncated", "cut-in-the-head", "text", "svg", "tiff", "empty", "20-megabytes", "bomb", "huge", "heic"],
)
def test_what_is_no_photo_is_refused_with_a_sentence(content, code, words):
    with pytest.raises(ValidationError) as refused:
        clean_picture(upload(content, "隐患.jpg"))

    assert refused.value.code == code
    (sentence,) = refused.value.messages
    assert words in sentence
    assert "隐患.jpg" in sentence


def test_no_cut_makes_it_fall_over():
    photo = phone_photo()
    for length in range(0, len(photo) - 100, 23):
        with pytest.raises(ValidationError):
            clean_picture(upload(photo[:length]))


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow complains of broken EXIF and reads on
def test_no_flipped_byte_makes_it_fall_over():
    for place in range(2, 700):
        photo = bytearray(phone_photo())
        photo[place] ^= 0xFF
        with suppress(ValidationError):
            assert clean_picture(upload(bytes(photo))).content


class EvidenceForm(forms.Form):
    pictures = PicturesField(label="照片", required=False)


def evidence(*files):
    return EvidenceForm({}, MultiValueDict({"pictures": list(files)}))


def test_field_takes_several_photos():
    form = evidence(upload(phone_photo()), upload(phone_photo()))

    assert form.is_valid()
    assert [type(picture) for picture in form.cleaned_data["pictures"]] == [CleanPicture, CleanPicture]


def test_field_takes_none_when_it_need_not():
    form = evidence()

    assert form.is_valid()
    assert form.cleaned_data["pictures"] == []


def test_required_field_wants_one():
    with pytest.raises(ValidationError, match="此项必填"):
        PicturesField().clean([])


def test_field_names_every_file_that_is_wrong():
    form = evidence(upload(phone_photo()), upload(b"text", "甲.jpg"), upload(heic(), "乙.heic"))

    assert [("甲.jpg" in error, "乙.heic" in error) for error in form.errors["pictures"]] == [(True, False), (False, True)]


def test_field_takes_nine_at_most():
    form = evidence(*[upload(phone_photo()) for _ in range(10)])

    assert form.errors["pictures"] == ["一次最多上传 9 张照片，您选了 10 张。"]


def test_input_lets_the_phone_choose_several():
    assert str(EvidenceForm()["pictures"]) == '<input type="file" name="pictures" accept="image/*" multiple id="id_pictures">'


@pytest.mark.django_db
def test_hostile_name_reaches_neither_disk_nor_page():
    hostile = "../../etc/<script>alert(1)</script>.php\x00.jpg"
    pictures = PicturesField().clean([upload(phone_photo(), hostile)])

    picture = HazardFactory(pictures=pictures).pictures.get()

    assert picture.image.name.startswith("hazardpicture/")
    assert len(picture.image.name) == len("hazardpicture/") + 32 + len(".jpg")
    form = evidence(upload(b"text", hostile))
    assert "<script>" not in str(form.errors)


@pytest.mark.django_db
def test_picture_is_sent_privately_and_as_what_it_is():
    picture = HazardFactory(pictures=PicturesField().clean([upload(phone_photo())])).pictures.get()

    response = send_picture(picture)

    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert response["Cache-Control"].startswith("private")
    assert Image.open(BytesIO(response.getvalue())).size == (300, 400)
    response.close()
