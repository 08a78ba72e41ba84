"""Nearly same photos are found among others, and photos of other things are not."""

import io
from itertools import combinations
from random import Random

from PIL import Image, ImageEnhance

from hazards.alike import alike_parts, bands, clusters, difference_hash, distance, miniature
from tests.factories.hazards import photo, scene


def copied(picture, *, size, quality):
    """The photo as it comes back from a chat program: shrunk and compressed again."""
    written = io.BytesIO()
    Image.open(io.BytesIO(picture.content)).resize(size).save(written, "JPEG", quality=quality)
    return written.getvalue()


def number(content):
    return int(difference_hash(content), 16)


def test_a_shrunk_copy_keeps_its_hash():
    original = scene(1)

    apart = distance(number(original.content), number(copied(original, size=(320, 240), quality=40)))

    assert apart <= 4


def test_photos_of_other_things_are_far_apart():
    numbers = [number(scene(one).content) for one in range(12)]

    assert min(distance(one, other) for one, other in combinations(numbers, 2)) > 12


def test_a_picture_without_contrast_has_nothing_to_compare():
    assert difference_hash(photo(colour="black").content) == ""


def test_bands_cover_every_bit_once():
    assert [width for _start, width in bands(4)] == [12, 13, 13, 13, 13]
    assert [start for start, _width in bands(4)] == [0, 12, 25, 38, 51]


def test_bands_find_what_comparing_every_pair_finds():
    chance = Random(7)
    hashes = {key: chance.getrandbits(64) for key in range(200)}
    for key in range(200, 260):
        near = hashes[chance.randrange(200)]
        for bit in chance.sample(range(64), 4):
            near ^= 1 << bit
        hashes[key] = near
    pairs = {(one, other) for one, other in combinations(hashes, 2) if distance(hashes[one], hashes[other]) <= 4}

    found = clusters(hashes, within=4)

    assert {key for group in found for key in group} == {key for pair in pairs for key in pair}
    assert all(any(set(pair) <= set(group) for group in found) for pair in pairs)


def test_what_differs_in_one_bit_too_many_stays_apart():
    assert clusters({1: 0b11111, 2: 0}, within=4) == []


def test_a_thousand_same_photos_are_one_group():
    assert clusters(dict.fromkeys(range(1000), 12345), within=4) == [list(range(1000))]


def parts(*contents):
    return alike_parts({key: miniature(content) for key, content in enumerate(contents)}, within=17)


def brightened(content):
    written = io.BytesIO()
    ImageEnhance.Brightness(Image.open(io.BytesIO(content))).enhance(1.1).save(written, "JPEG", quality=60)
    return written.getvalue()


def test_a_copy_is_the_same_photo_though_smaller_coarser_or_brighter():
    for one in range(6):
        original = scene(one, thing=True)
        copies = [
            copied(original, size=(320, 240), quality=40),
            copied(original, size=(1280, 960), quality=25),
            brightened(original.content),
        ]

        assert parts(original.content, *copies) == [[0, 1, 2, 3]]


def test_one_view_without_the_thing_is_another_photo_though_the_bits_are_near():
    pairs = [(scene(one, thing=True).content, scene(one).content) for one in range(30)]
    near = [pair for pair in pairs if distance(number(pair[0]), number(pair[1])) <= 4]

    assert len(near) > 10
    assert [parts(*pair) for pair in near] == [[[0], [1]]] * len(near)


def test_what_has_no_miniature_is_taken_for_the_same():
    assert alike_parts({1: b"", 2: miniature(scene(1).content), 3: b""}, within=17) == [[1, 2, 3]]
