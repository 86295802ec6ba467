"""Right: a port of two-phase commit, with a participant per meter that prepares, and then commits or explains."""

from enum import Enum, auto
from heapq import nsmallest
from typing import NamedTuple

from ratelimit import Level


class Vote(Enum):
    YES = auto()
    NO = auto()


class Rank(NamedTuple):
    remaining: int
    minus_reset: int
    index: int


class Participant:
    def __init__(self, index, meter):
        self.index = index
        self.meter = meter
        self.capacity = meter.level(0).remaining

    def prepare(self, now, cost):
        return Vote.YES if self.meter.level(now).remaining >= cost else Vote.NO

    def commit(self, now, cost):
        self.meter.take(now, cost)
        left = self.meter.level(now)
        return Rank(left.remaining, -left.reset_after, self.index)

    def explain(self, now, cost):
        return -self.meter.take(now, cost), self.index


class Coordinator:
    def __init__(self, participants):
        self.participants = participants
        self.now = 0

    def run(self, now, cost):
        self.now = max(self.now, now)
        votes = {p.index: p.prepare(self.now, cost) for p in self.participants}
        against = [p for p in self.participants if votes[p.index] is Vote.NO]
        if against:
            minus_wait, index = min(p.explain(self.now, cost) for p in against)
            return -minus_wait, index
        (tightest,) = nsmallest(1, [p.commit(self.now, cost) for p in self.participants])
        return 0, tightest.index


class Composite:
    def __init__(self, meters):
        identities = [id(meter) for meter in meters]
        if not identities:
            raise ValueError("meters must not be empty")
        if len(identities) != len(set(identities)):
            raise ValueError("the same meter is given twice")
        self._participants = [Participant(index, meter) for index, meter in enumerate(meters)]
        self._coordinator = Coordinator(self._participants)
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1:
            raise ValueError(f"cost must be positive, got {cost}")
        for participant in self._participants:
            if cost > participant.capacity:
                raise ValueError(f"meter {participant.index} holds at most {participant.capacity}, got {cost}")
        wait, self.binding = self._coordinator.run(now, cost)
        return wait

    def level(self, now):
        now = max(now, self._coordinator.now)
        remaining, reset_after = None, 0
        for participant in self._participants:
            level = participant.meter.level(now)
            remaining = level.remaining if remaining is None else min(remaining, level.remaining)
            reset_after = max(reset_after, level.reset_after)
        return Level(remaining, reset_after)
