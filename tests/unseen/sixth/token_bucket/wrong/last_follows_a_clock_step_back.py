"""Wrong: a take below the clock sets `last` back to its own now, and the same time flows in a second time afterwards."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    """After Go's x/time/rate: advance() clamps last to now, and reserveN stores now."""

    def __init__(self, quota: Quota) -> None:
        self.limit = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.last = 0

    def advance(self, now: int) -> Fraction:
        last = self.last
        if now < last:
            last = now
        return min(Fraction(self.burst), self.tokens + (now - last) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("rate: n exceeds limiter's burst")
        tokens = self.advance(now) - cost
        if tokens < 0:
            self.last, self.tokens = now, tokens + cost
            return ceil(-tokens / self.limit)
        self.last, self.tokens = now, tokens
        return 0

    def level(self, now: int) -> Level:
        tokens = self.advance(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.limit))
