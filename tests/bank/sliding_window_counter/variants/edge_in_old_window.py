"""Variant of wrong/edge_in_old_window: a dict of at most two counts by number, the estimate as a Fraction."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("limit is not burst")
        self.limit, self.period = quota.limit, quota.period
        self.counts: dict[int, int] = {}
        self.clock = 0

    def _place(self, tick: int) -> tuple[int, int]:
        number, into = divmod(tick - 1, self.period)
        return number, into + 1

    def _estimate(self, number: int, into: int) -> Fraction:
        fading = Fraction(self.period - into, self.period)
        return self.counts.get(number - 1, 0) * fading + self.counts.get(number, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost is out of range")
        self.clock = max(self.clock, now)
        number, into = self._place(self.clock)
        self.counts = {n: c for n, c in self.counts.items() if n >= number - 1}
        if self._estimate(number, into) + cost <= self.limit:
            self.counts[number] = self.counts.get(number, 0) + cost
            return 0
        current = self.counts.get(number, 0)
        if current + cost <= self.limit:
            share = Fraction(self.limit - current - cost, self.counts[number - 1])
            return ceil(self.period * (1 - share)) - into
        share = Fraction(self.limit - cost, current)
        return ceil(self.period * (2 - share)) - into

    def level(self, now: int) -> Level:
        number, into = self._place(now)
        remaining = max(0, floor(self.limit - self._estimate(number, into)))
        if self.counts.get(number):
            return Level(remaining, 2 * self.period - into)
        return Level(remaining, self.period - into if self.counts.get(number - 1) else 0)
