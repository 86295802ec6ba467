"""Wrong: as in golang/go#71360, an earlier `now` sets `last` back, and the same time is credited twice; shows after time has gone back and forth."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    """After golang.org/x/time/rate: advance() returns the new state, and a take stores it."""

    def __init__(self, quota: Quota) -> None:
        self.limit = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.last = 0

    def _advance(self, t: int) -> Fraction:
        last = self.last
        if t < last:
            last = t
        tokens = self.tokens + (t - last) * self.limit
        return min(tokens, Fraction(self.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"rate: Wait(n={cost}) exceeds limiter's burst {self.burst}")
        tokens = self._advance(now) - cost
        if tokens < 0:
            return ceil(-tokens / self.limit)
        self.last = now
        self.tokens = tokens
        return 0

    def level(self, now: int) -> Level:
        tokens = self._advance(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.limit))
