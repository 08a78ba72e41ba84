"""Nearly same photos: a difference hash of 64 bits for each, which of many lie close to one another, and whether these are the same.

The hash says of a picture shrunk to 9 × 8 grey points whether each point is darker than its right neighbour: copied, shrunk or
compressed again, a photo keeps nearly all of its bits. Two hashes that differ in d bits at most agree entirely in one of d + 1
bands, so that only pictures which share a band are compared, instead of every pair.

A tripod keeps the bits too, though the hazard is gone: an object of a twenty-fifth of the picture changes few of them or none.
So those that lie close are compared once more by a miniature of 16 × 16 grey points, evened out in brightness and contrast.
"""

from io import BytesIO
from itertools import combinations, pairwise

from PIL import Image, ImageChops, ImageStat

WIDTH, HEIGHT = 9, 8
BITS = (WIDTH - 1) * HEIGHT
# Between the lightest and the darkest of the points. A lens cap, a white wall: without contrast the bits are noise.
LEAST_CONTRAST = 24
SIDE, MIDDLE, SPREAD, LEAST_SPREAD = 16, 128, 32, 8


def difference_hash(content):
    """Sixteen hexadecimal digits; empty for a picture with nothing on it to compare."""
    with Image.open(BytesIO(content)) as image:
        image.draft("L", (WIDTH * 8, HEIGHT * 8))
        grey = image.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    points = list(grey.tobytes())
    if max(points) - min(points) < LEAST_CONTRAST:
        return ""
    rows = [points[start : start + WIDTH] for start in range(0, len(points), WIDTH)]
    bits = "".join("1" if left < right else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"


def miniature(content):
    """SIDE × SIDE grey points, one byte each: the same for a copy that is darker, brighter or smaller. Empty without contrast."""
    with Image.open(BytesIO(content)) as image:
        image.draft("L", (SIDE * 8, SIDE * 8))
        grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    shades = ImageStat.Stat(grey)
    if shades.extrema[0][1] - shades.extrema[0][0] < LEAST_CONTRAST:
        return b""
    mean, spread = shades.mean[0], max(shades.stddev[0], LEAST_SPREAD)
    return grey.point(lambda shade: (shade - mean) / spread * SPREAD + MIDDLE).tobytes()


def alike_parts(miniatures, *, within):
    """Lists of keys of {key: miniature}: no point of one differs by more than this from the first of its list.

    What has no miniature can't be told from another one. Compares with the first of each list alone: hundreds take no second.
    """
    parts = []
    for key, points in sorted(miniatures.items(), key=lambda item: not item[1]):
        small = Image.frombytes("L", (SIDE, SIDE), points) if points else None
        same = next((part for first, part in parts if not (small and first) or largest_difference(first, small) <= within), None)
        if same is None:
            parts.append((small, [key]))
        else:
            same.append(key)
    return [sorted(part) for _first, part in parts]


def largest_difference(one, other):
    return ImageChops.difference(one, other).getextrema()[1]


def distance(one, other):
    """In how many bits two hashes differ."""
    return (one ^ other).bit_count()


def clusters(hashes, *, within):
    """Lists of keys of {key: hash as a number}: each key lies within so many bits of another one of its list."""
    alike, first = Groups(hashes), {}
    for key, value in hashes.items():
        alike.join(first.setdefault(value, key), key)
    for shift, width in bands(within):
        for group in _by_band(first, shift, width):
            for one, other in combinations(group, 2):
                if distance(one, other) <= within:
                    alike.join(first[one], first[other])
    return alike.of_several()


def bands(within):
    """(shift, width) of the bands: one more than the bits that may differ, as even as they can be."""
    count = within + 1
    ends = [BITS * number // count for number in range(count + 1)]
    return [(start, end - start) for start, end in pairwise(ends)]


def _by_band(values, shift, width):
    found = {}
    for value in values:
        found.setdefault(value >> shift & (1 << width) - 1, []).append(value)
    return found.values()


class Groups:
    """Which keys belong together (union by the smaller key)."""

    def __init__(self, keys):
        self.first = {key: key for key in keys}

    def head(self, key):
        while self.first[key] != key:
            self.first[key] = self.first[self.first[key]]
            key = self.first[key]
        return key

    def join(self, one, other):
        one, other = sorted([self.head(one), self.head(other)])
        self.first[other] = one

    def of_several(self):
        found = {}
        for key in self.first:
            found.setdefault(self.head(key), []).append(key)
        return [sorted(group) for group in found.values() if len(group) > 1]
