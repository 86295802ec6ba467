"""Asks no level where it remembers enough units, and so ranks meters after a grant by units without what flowed in."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """What was left is still left while nothing is spent: a meter that had enough need not be asked again."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        if not self._meters or len({id(m) for m in self._meters}) < len(self._meters):
            raise ValueError("the meters must be at least one, and distinct")
        self._left = [m.level(0).remaining for m in self._meters]  # at least this much is there
        self._capacity = min(self._left)
        self._clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost must be 1 to {self._capacity}")
        self._clock = at = max(self._clock, now)
        left = self._left
        for i, meter in enumerate(self._meters):
            if left[i] < cost:
                left[i] = meter.level(at).remaining
        wait = 0
        for i, meter in enumerate(self._meters):
            if left[i] < cost:
                this = meter.take(at, cost)
                if this > wait:
                    wait, self.binding = this, i
        if wait:
            return wait
        for i, meter in enumerate(self._meters):
            meter.take(at, cost)
            left[i] -= cost
        least = min(left)
        tied = [i for i, units in enumerate(left) if units == least]
        self.binding = max(tied, key=lambda i: self._meters[i].level(at).reset_after)
        return 0

    def level(self, now: int) -> Level:
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
