"""双随机: places and inspectors drawn so that anybody can draw them again.

The rule is simple enough for a calculator on the internet: write `seed:key` for each entry, take the SHA-256 of it, and put the
entries in the order of these sums. The first so many are drawn. For a place's inspectors the seed is `seed:place key`.
"""

from hashlib import sha256

from django.utils import timezone

from townships.period import midnight


def draw(seed, *, places, people, place_count, people_count):
    """{place key: [person key, …]} from lists of [key, name]; keys of the outcome are texts, as JSON has them."""
    drawn = in_order(seed, places)[:place_count]
    return {str(key): [person for person, _name in in_order(f"{seed}:{key}", people)[:people_count]] for key, _name in drawn}


def draw_share(seed, entries, *, share):
    """Keys in the order of entries [[key, name, stratum, is always in], …].

    Of every stratum the first `share` per cent, rounded up, so that none is left out; and all that are always in.
    """
    strata = {}
    for entry in entries:
        if not entry[3]:
            strata.setdefault(entry[2], []).append(entry)
    drawn = {entry[0] for entry in entries if entry[3]}
    for of_stratum in strata.values():
        drawn |= {entry[0] for entry in in_order(seed, of_stratum)[: -(-len(of_stratum) * share // 100)]}
    return [entry[0] for entry in entries if entry[0] in drawn]


def in_order(seed, entries):
    return sorted(entries, key=lambda entry: checksum(seed, entry[0]))


def checksum(seed, key):
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def moment_of_draw(today):
    """Now; in a demonstration or test that plays an earlier day, the beginning of that day."""
    now = timezone.now()
    return now if timezone.localdate(now) == today else midnight(today)


def redraw(record):
    """What the recorded draw comes to when it is drawn again."""
    counts = {"place_count": record.place_count, "people_count": record.people_count}
    return draw(record.seed, places=record.places, people=record.people, **counts)
