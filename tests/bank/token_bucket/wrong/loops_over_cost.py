"""Takes the tokens of a request one at a time, so a request takes as long as it is large.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^9, a take of 10^9 goes round the loop 10^9 times
Expected: 0 at once; yours: 0 after minutes
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def _at(self, now):
        return min(self.burst, self.tokens + self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.last = self._at(now), max(self.last, now)
        tokens = self.tokens
        for _ in range(cost):
            tokens -= 1
        if tokens < 0:
            return ceil(-tokens / self.rate)
        self.tokens = tokens
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
