"""Nearly same photos of a county with 10,000 hazards: the bands against comparing every pair, in the same run.

    .venv/bin/python benchmarks/alike.py [--photos 20000] [--sample 3000]

Every pair of all photos would take minutes, so the pairs are compared for a sample, and of this sample both must find the
same groups. Ends with exit status 1 when they differ, or when all photos take longer than the limit.
"""

import argparse
import sys
from itertools import combinations
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.stopwatch import timed
from hazards.alike import Groups, clusters, distance

WITHIN = 4
LIMIT_MS = 2000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=20000)
    parser.add_argument("--sample", type=int, default=3000)
    options = parser.parse_args()
    photos = make_photos(options.photos)
    sample = dict(list(photos.items())[: options.sample])
    by_bands, bands = timed(lambda: clusters(sample, within=WITHIN))
    by_pairs, pairs = timed(lambda: every_pair(sample))
    _found, all_photos = timed(lambda: clusters(photos, within=WITHIN))
    sys.stdout.write(f"{options.sample} photos: bands {bands}, every pair {pairs}, {len(by_pairs)} groups\n")
    sys.stdout.write(f"{options.photos} photos: bands {all_photos} (limit {LIMIT_MS})\n")
    return int(sorted(by_bands) != sorted(by_pairs) or all_photos.median > LIMIT_MS)


def make_photos(number):
    """One in twenty is a copy of an earlier one with up to four other bits; hashes of photos are uneven: half of the bits lean one way."""
    chance = Random(1)  # noqa: S311 (a benchmark, no secret)
    photos = {}
    for key in range(number):
        value = chance.getrandbits(64) | (chance.getrandbits(64) & 0xFFFF0000FFFF0000)
        if key and key % 20 == 0:
            value = photos[chance.randrange(key)]
            for bit in chance.sample(range(64), chance.randrange(WITHIN + 1)):
                value ^= 1 << bit
        photos[key] = value
    return photos


def every_pair(photos):
    alike = Groups(photos)
    for one, other in combinations(photos, 2):
        if distance(photos[one], photos[other]) <= WITHIN:
            alike.join(one, other)
    return alike.of_several()


if __name__ == "__main__":
    sys.exit(main())
