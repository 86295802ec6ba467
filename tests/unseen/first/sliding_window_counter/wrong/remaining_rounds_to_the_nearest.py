"""remaining rounds the part of the window before to the nearest unit, where it must round it up.

Source: (b) upstash/ratelimit-js #39 (rounding error in the sliding window)
Witness: 2/9: take(0, 2) level(12) -> Level(1, 6), right: Level(0, 6)
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self._quota = quota
        self._clock = Fraction(0)
        self._pair = (Fraction(0), Fraction(0))

    def _seen_from(self, instant):
        """The pair (before, current) and the part of the window that is over."""
        there, here = instant.__floor__(), self._clock.__floor__()
        before, current = self._pair
        if there > here:
            before, current = (current if there - here == 1 else Fraction(0)), Fraction(0)
        return before, current, instant - there

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if not 0 < cost <= limit:
            raise ValueError(f"cost must be 1 to {limit}")
        self_now = max(Fraction(now, period), self._clock)
        before, current, over = self._seen_from(self_now)
        self._pair, self._clock = (before, current), self_now
        if before * (1 - over) + current + cost <= limit:
            self._pair = (before, current + cost)
            return 0
        if current + cost <= limit:
            until = 1 - (limit - cost - current) / before
        else:
            until = 2 - Fraction(limit - cost) / current
        return ceil((until - over) * period)

    def level(self, now: int) -> Level:
        limit, period = self._quota.limit, self._quota.period
        before, current, over = self._seen_from(max(Fraction(now, period), self._clock))
        remaining = limit - int(current) - floor(before * (1 - over) + Fraction(1, 2))
        windows = 2 if current else 1 if before else 0
        return Level(remaining, int((windows - over) * period) if windows else 0)
