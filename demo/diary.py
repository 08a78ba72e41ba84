"""The demonstration county lives its years day by day, so that numbers, draws and reminders come as they would have come."""

from heapq import heappop, heappush
from itertools import count


class Diary:
    """Stories that are told one after the other and happen side by side.

    A story is a generator. It yields the moment of its next deed (an aware datetime, never earlier than the one before) and
    does the deed when it is asked to go on: a ledger whose rows are numbered as they are made is then numbered by date.
    """

    def __init__(self):
        self._waiting = []
        self._turns = count()
        self.now = None

    def tell(self, *stories):
        for story in stories:
            self._wait(story)

    def live(self):
        """Do what was told, earliest first; what is of one moment in the order in which it was told."""
        while self._waiting:
            self.now, _turn, story = heappop(self._waiting)
            self._wait(story)
        self.now = None

    def _wait(self, story):
        moment = next(story, None)
        if moment is None:
            return
        if self.now and moment < self.now:
            raise ValueError(f"{story.__name__}: {moment} has passed, it is {self.now}")
        heappush(self._waiting, (moment, next(self._turns), story))
