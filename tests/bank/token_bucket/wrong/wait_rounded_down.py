"""Rounds the wait down to whole ticks: whoever obeys it is refused again.

Breaks: law 3 (the wait is exact)
Level: exact
Shows: 3/10: take(0, 3) take(0)
Expected: 4; yours: 3
Shipped: not known
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
        if self.whole >= cost:
            self.whole -= cost
            return 0
        missing = (cost - self.whole) * self.quota.period - self.rest
        return max(1, missing // self.quota.limit)

    def level(self, now: int) -> Level:
        whole, rest = self._refill(now)
        missing = (self.quota.burst - whole) * self.quota.period - rest
        return Level(whole, -(-missing // self.quota.limit))
