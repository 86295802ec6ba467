"""(c) Tokens are a Fraction whose denominator is limited to a million, "so that it cannot grow": a part of a token is rounded.

Witness: 1/2499657 burst 148626: take(1391267367183356464, 148626) take(1391267367183356465) level(1391267369183356465) -> Level(800, 369514021282), right: Level(800, 369514021281)
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
        tokens, self.clock = self._flow(now), max(self.clock, now)
        wait = 0
        if tokens >= cost:
            tokens -= cost
        else:
            wait = ceil((cost - tokens) / self.rate)
        self.tokens = tokens.limit_denominator(1_000_000)
        return wait

    def level(self, now: int) -> Level:
        tokens = self._flow(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
