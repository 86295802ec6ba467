"""The emission interval is the nearest fraction with a denominator of at most a million, so a larger limit drifts."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        # keep the fractions small, whatever the quota
        exact = Fraction(quota.period, quota.limit)
        self._interval = exact.limit_denominator() or exact
        self._burst = quota.burst
        self._tolerance = quota.burst * self._interval
        self._tat = Fraction(0)

    def _start(self, now: int) -> Fraction:
        return self._tat if self._tat > now else Fraction(now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("cost")
        due = self._start(now) + cost * self._interval
        if due - self._tolerance <= now:
            self._tat = due
            return 0
        return ceil(due - self._tolerance - now)

    def level(self, now: int) -> Level:
        ahead = self._start(now) - now
        return Level(max(0, floor((self._tolerance - ahead) / self._interval)), ceil(ahead))
