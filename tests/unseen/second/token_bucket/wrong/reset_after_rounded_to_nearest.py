"""(a) reset_after is rounded to the nearest tick, not up.

Witness: 78/2419: take(11789, 78) take(12369) level(14194) -> Level(76, 45), right: Level(76, 46)
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens, self.clock = Fraction(self.burst), 0

    def _now(self, now):
        return min(Fraction(self.burst), self.tokens + Fraction(max(0, now - self.clock) * self.limit, self.period))

    def _ticks(self, tokens):
        return tokens * self.period / self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        self.tokens, self.clock = self._now(now), max(now, self.clock)
        if self.tokens < cost:
            return ceil(self._ticks(cost - self.tokens))
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._now(now)
        return Level(floor(tokens), floor(self._ticks(self.burst - tokens) + Fraction(1, 2)))
