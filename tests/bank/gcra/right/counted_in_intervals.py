"""Time itself is measured in emission intervals: the TAT is a Fraction of units, and a cost is added as it is."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.due = Fraction(0)

    def _units(self, ticks):
        return Fraction(ticks * self.quota.limit, self.quota.period)

    def _ticks(self, units):
        return ceil(units * self.quota.period / self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost: {cost}; allowed: 1 to {self.quota.burst}")
        instant = self._units(now)
        due = max(self.due, instant) + cost
        if due > instant + self.quota.burst:
            return self._ticks(due - self.quota.burst - instant)
        self.due = due
        return 0

    def level(self, now: int) -> Level:
        backlog = max(Fraction(0), self.due - self._units(now))
        return Level(max(0, self.quota.burst - ceil(backlog)), self._ticks(backlog))
