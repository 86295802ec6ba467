"""(a) The bucket is refilled before the cost is compared with the burst, so a call that raises moves the clock.

Witness: 1/1 burst 308641: take(90044047279120, 308642) take(84163848761589, 308641) level(87269743163308) -> Level(0, 308641), right: Level(308641, 0)
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.clock = 0

    def _peek(self, now):
        return min(Fraction(self.burst), self.tokens + self.rate * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        self.tokens, self.clock = self._peek(now), max(self.clock, now)
        if cost <= self.tokens:
            self.tokens -= cost
            return 0
        if cost > self.burst:
            raise ValueError("cost is above the burst")
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._peek(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
