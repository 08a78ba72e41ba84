"""Nearly same photos: a difference hash of 64 bits for each, and which of many lie close to one another.

The hash says of a picture shrunk to 9 × 8 grey points whether each point is darker than its right neighbour: copied, shrunk or
compressed again, a photo keeps nearly all of its bits. Two hashes that differ in d bits at most agree entirely in one of d + 1
bands, so that only pictures which share a band are compared, instead of every pair.
"""

from io import BytesIO
from itertools import combinations, pairwise

from PIL import Image

WIDTH, HEIGHT = 9, 8
BITS = (WIDTH - 1) * HEIGHT
# Between the lightest and the darkest of the points. A lens cap, a white wall: without contrast the bits are noise.
LEAST_CONTRAST = 24


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
