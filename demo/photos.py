"""Pictures that stand for photos in the demonstration county: a room drawn by numbers, with something in the way or without it."""

import hashlib
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from townships.pictures import CleanPicture

SIZE, SHEET = (960, 720), (1000, 1414)


def scene(number, *, is_bad, boxes=9):
    """The same number is the same room, another number one that is laid out otherwise. Nobody's face, no real place."""
    chance = Random(number)  # noqa: S311 (a drawing, no secret)
    wall, floor = chance.sample([70, 105, 140, 175, 206, 228], 2)
    horizon, door = chance.randrange(330, 600), chance.randrange(40, 740)
    image = Image.new("RGB", SIZE, (wall, wall, wall - 8))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, horizon, *SIZE), fill=(floor, floor - 4, floor - 10))
    for left in range(0, SIZE[0], width := chance.choice([120, 160, 240, 320])):
        shade, top = chance.randrange(50, 240), chance.randrange(20, 220)
        pen.rectangle(
            (left, top, left + width - chance.randrange(30, 90), horizon - chance.randrange(0, 90)), fill=(shade, shade, shade - 20)
        )
    pen.rectangle((door, horizon - 330, door + 190, horizon + 60), fill=(96, 74, 58))
    pen.rectangle((door + 12, horizon - 318, door + 178, horizon + 56), fill=(58, 104, 84) if not is_bad else (80, 80, 80))
    for _ in range(boxes if is_bad else 0):
        left, top = door + chance.randrange(-240, 300), horizon + chance.randrange(-200, 80)
        corner = (left + chance.randrange(90, 240), top + chance.randrange(80, 200))
        pen.rectangle((left, top, *corner), fill=(166, 124, 70), outline=(90, 62, 30), width=4)
    pen.rectangle((door + 30, horizon - 380, door + 160, horizon - 342), fill=(20, 130, 60) if not is_bad else (90, 90, 90))
    return _as_photo(image)


def signed_sheet(number):
    """A page that came back signed and sealed: lines of print, a red seal, two signatures in ink."""
    chance = Random(number)  # noqa: S311 (a drawing, no secret)
    image = Image.new("RGB", SHEET, (250, 249, 244))
    pen = ImageDraw.Draw(image)
    pen.rectangle((260, 130, 740, 165), fill=(40, 40, 40))
    for line in range(260, 900, 44):
        pen.line((120, line, chance.randrange(600, 880), line), fill=(90, 90, 90), width=9)
    pen.ellipse((600, 960, 800, 1160), outline=(200, 30, 30), width=8)
    for left in (180, 420):
        points = [(left + 14 * step, 1080 + chance.randrange(-34, 34)) for step in range(10)]
        pen.line(points, fill=(30, 40, 120), width=5, joint="curve")
    return _as_photo(image)


def _as_photo(image):
    written = BytesIO()
    image.save(written, "JPEG", quality=80)
    return CleanPicture(written.getvalue(), hashlib.sha256(written.getvalue()).hexdigest())
