"""Variant of wrong/distance_in_time_mints: a Fraction of tokens, level works on a throw-away copy."""

from copy import copy
from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.full = Fraction(quota.burst)
        self.tokens = self.full
        self.last = 0

    def credit(self, now: int) -> "TokenBucket":
        self.tokens = min(self.full, self.tokens + self.rate * abs(now - self.last))
        self.last = now
        return self

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.full:
            raise ValueError("cost")
        if self.credit(now).tokens >= cost:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        then = copy(self).credit(now)
        return Level(int(then.tokens), ceil((self.full - then.tokens) / self.rate))
