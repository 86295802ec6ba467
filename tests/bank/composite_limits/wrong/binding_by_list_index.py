"""Finds the place of the meter that binds with list.index, which stops at the first that compares equal.

Breaks: law 7 (binding: the meter that decided the last valid take; of several, the first)
Level: order
Shows: 2/16 + 1/8, which compare equal: take(0)
Expected: 1 binds; yours: 0 binds
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
        tightest = min(zip(tightest, self._meters, strict=True), key=lambda pair: pair[0])[1]
        self.binding = self._meters.index(tightest)
