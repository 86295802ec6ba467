"""(b) golang/go issue 46579 (0.9999999999997222 tokens): "cured" by an epsilon, which grants a take some ticks early.

Witness: 1/1000000007 burst 7: take(0, 7) take(1029897188) take(2000000013) -> 0, right: 1
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

EPSILON = Fraction(1, 10**9)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens, self.clock = Fraction(quota.burst), 0

    def _flow(self, now):
        return min(self.tokens + self.rate * max(now - self.clock, 0), Fraction(self.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError("cost")
        self.tokens, self.clock = self._flow(now), max(self.clock, now)
        if self.tokens + EPSILON >= cost:
            self.tokens = max(Fraction(0), self.tokens - cost)
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._flow(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
