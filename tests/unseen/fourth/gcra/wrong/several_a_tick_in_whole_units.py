"""A rate of more than one unit per tick is rounded down to whole units per tick."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


def emission(limit: int, period: int) -> Fraction:
    if limit <= period:
        return Fraction(period, limit)
    per_tick = limit // period
    return Fraction(1, per_tick)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = emission(quota.limit, quota.period)
        self.burst = quota.burst
        self.tat = None

    def _ahead(self, now: int) -> Fraction:
        if self.tat is None or self.tat <= now:
            return Fraction(0)
        return self.tat - now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(cost)
        ahead = self._ahead(now) + cost * self.interval
        if ahead > self.burst * self.interval:
            return ceil(ahead - self.burst * self.interval)
        self.tat = now + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
