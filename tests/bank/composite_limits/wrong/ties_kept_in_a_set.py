"""Collects the indices of those that tie in a set, and takes the first that comes out: 16 comes before 4.

Breaks: law 7 (binding: the meter that decided the last valid take; of several, the first)
Level: order
Shows: seventeen limits, the fifth and the last alike: take(0)
Expected: 4 binds; yours: 16 binds
Shipped: not known
"""

from ratelimit import Level


class Composite:
    """Two phases: look at everybody, then do it."""

    def __init__(self, meters):
        self._check(meters)
        self._meters = list(meters)
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
        return Level(min(left for left, _ in levels), max(reset for _, reset in levels))

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
        tied = {number for number, tight in enumerate(tightest) if tight == min(tightest)}
        self.binding = next(iter(tied))
