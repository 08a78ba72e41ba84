"""What every benchmark measures with."""

import time
from statistics import median


def timed(work, *, turns=1):
    """What the work gave in its last turn, and the Times of all turns."""
    times = []
    for _turn in range(turns):
        start = time.perf_counter()
        found = work()
        times.append((time.perf_counter() - start) * 1000)
    return found, Times(times)


class Times(list):
    """In milliseconds."""

    @property
    def median(self):
        return median(self)

    def __str__(self):
        return f"{self.median:.1f} ms (of {len(self)}: {min(self):.1f} to {max(self):.1f})"
