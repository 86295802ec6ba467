"""Says in `reset_after` when the next token is there instead of when the bucket is full.

Breaks: law 7 (level is exact)
Level: level
Shows: 2/10: take(0, 2) level(0)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=5)
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
        if self.whole < cost:
            return -((self.rest - (cost - self.whole) * self.quota.period) // self.quota.limit)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._refill(now)
        if whole == self.quota.burst:
            return Level(whole, 0)
        return Level(whole, -((rest - self.quota.period) // self.quota.limit))
