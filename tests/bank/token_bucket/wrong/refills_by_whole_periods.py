"""Refills a whole limit at the end of each whole period, and nothing in between.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 2/10: take(0, 2) take(5)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens, self.last = quota.burst, 0

    def _refill(self, now):
        periods = max(0, now - self.last) // self.period
        return min(self.burst, self.tokens + periods * self.limit), self.last + periods * self.period

    def _wait(self, missing, last, now):
        periods = -(-missing // self.limit)
        return periods * self.period - (now - last) if periods else 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.last = self._refill(now)
        if self.tokens < cost:
            return self._wait(cost - self.tokens, self.last, now)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens, last = self._refill(now)
        return Level(tokens, self._wait(self.burst - tokens, last, now))
