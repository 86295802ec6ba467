"""Asks those that have nothing left for the wait with a take: it spends nothing, but moves their clocks.

Breaks: law 5 (level: the smallest remaining, the greatest reset_after; it only looks)
Level: level
Shows: 1/8: take(0) level(4) take(2)
Expected: no meter is asked to take; yours: level takes at 4
Shipped: not known
"""

from ratelimit import Level


class Composite:
    """Two phases: look at everybody, then do it."""

    def __init__(self, meters):
        self._check(meters)
        self._meters = tuple(meters)
        self._largest = min(meter.level(0).remaining for meter in meters)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        self._check_cost(cost)
        self._clock = max(self._clock, now)
        refusing = self._refusing(cost)
        if refusing:
            return self._refuse(refusing, cost)
        self._spend(cost)
        return 0

    def level(self, now):
        levels = self._levels(max(self._clock, now))
        now = max(self._clock, now)
        waits = [m.take(now) for m, (left, _) in zip(self._meters, levels) if not left]
        return Level(min(left for left, _ in levels), max([*waits, *(reset for _, reset in levels)]))

    def _check(self, meters):
        if len(meters) == 0:
            raise ValueError("a composite has at least one meter")
        if len(set(map(id, meters))) < len(meters):
            raise ValueError("a composite has each meter once")

    def _check_cost(self, cost):
        if not 1 <= cost <= self._largest:
            raise ValueError(f"cost must be 1 to {self._largest}, got {cost}")

    def _levels(self, now):
        return [meter.level(now) for meter in self._meters]

    def _refusing(self, cost):
        levels = self._levels(self._clock)
        return [number for number, level in enumerate(levels) if level.remaining < cost]

    def _refuse(self, refusing, cost):
        waits = [self._meters[number].take(self._clock, cost) for number in refusing]
        wait = max(waits)
        self.binding = refusing[waits.index(wait)]
        return wait

    def _spend(self, cost):
        for meter in self._meters:
            meter.take(self._clock, cost)
        tightest = [(left, -reset) for left, reset in self._levels(self._clock)]
        self.binding = tightest.index(min(tightest))
