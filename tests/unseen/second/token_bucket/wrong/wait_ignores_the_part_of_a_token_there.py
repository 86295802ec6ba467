"""(b) bucket4j issue 88: the wait of a refusal counts whole missing tokens and not the partially generated one.

Witness: 78/40: take(3999, 78) take(4038, 78) -> 2, right: 1
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


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
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        deficit = cost - floor(self.tokens)
        return ceil(deficit / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._flow(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
