"""Wrong: keeps its Fraction small with `limit_denominator`, which rounds it; shows with a period of more than a million ticks, as nanoseconds have."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = Fraction(quota.burst)
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = self.burst
        self.clock = 0

    def _now_in_bucket(self, now: int) -> Fraction:
        if now <= self.clock:
            return self.tokens
        return min(self.burst, self.tokens + self.rate * (now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be 1 to {self.burst}: {cost}")
        # so that the fraction never grows: a millionth of a token does not matter
        self.tokens = self._now_in_bucket(now).limit_denominator()
        self.clock = max(now, self.clock)
        if cost <= self.tokens:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._now_in_bucket(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
