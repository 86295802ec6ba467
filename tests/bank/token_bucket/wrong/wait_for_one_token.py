"""Answers how long until the next single token, whatever the cost.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 2/10: take(0, 2) take(0, 2)
Expected: 10; yours: 5
Shipped: upstash-ratelimit 1.2.0, token bucket: a denied cost of 5 at one token per 10 s was told 10 s instead of 50 s
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _refill(self, now):
        gained, rest = divmod(self.rest + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        if self.whole + gained >= self.quota.burst:
            return self.quota.burst, 0
        return self.whole + gained, rest

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.whole, self.rest = self._refill(now)
        self.clock = max(self.clock, now)
        if self.whole < cost:
            return -((self.rest - self.quota.period) // self.quota.limit)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._refill(now)
        return Level(whole, -((rest - (self.quota.burst - whole) * self.quota.period) // self.quota.limit))
