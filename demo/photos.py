"""Pictures that stand for photos in the demonstration county: a room drawn by numbers, with something in the way or without it."""

import hashlib
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from townships.pictures import CleanPicture

SIZE = (960, 720)


def scene(number, *, is_bad):
    """The same number is the same room. Nobody's face, no real place."""
    chance = Random(number)  # noqa: S311 (a drawing, no secret)
    image = Image.new("RGB", SIZE, (206, 205, 198))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 500, *SIZE), fill=(126, 122, 116))
    for left in range(0, SIZE[0], 160):
        shade = chance.randrange(120, 235)
        pen.rectangle((left, chance.randrange(40, 160), left + 110, 500), fill=(shade, shade, shade - 20))
    pen.rectangle((400, 170, 590, 560), fill=(96, 74, 58))
    pen.rectangle((412, 182, 578, 556), fill=(58, 104, 84) if not is_bad else (80, 80, 80))
    for _ in range(9 if is_bad else 0):
        left, top = chance.randrange(300, 640), chance.randrange(430, 600)
        corner = (left + chance.randrange(60, 150), top + chance.randrange(50, 110))
        pen.rectangle((left, top, *corner), fill=(166, 124, 70), outline=(90, 62, 30), width=4)
    pen.rectangle((430, 120, 560, 158), fill=(20, 130, 60) if not is_bad else (90, 90, 90))
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return CleanPicture(written.getvalue(), hashlib.sha256(written.getvalue()).hexdigest())
