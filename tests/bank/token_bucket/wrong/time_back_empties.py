"""Empties the bucket when a caller's clock is behind, to be on the safe side.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 2/10: take(10) take(5, 2) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _refill(self, now):
        gained, rest = divmod(self.rest + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        whole = self.whole + gained
        return (whole, rest) if whole < self.quota.burst else (self.quota.burst, 0)

    def _until(self, tokens, whole, rest):
        return -((rest - (tokens - whole) * self.quota.period) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        if now < self.clock:
            self.whole = self.rest = 0
        self.whole, self.rest = self._refill(now)
        self.clock = max(self.clock, now)
        if self.whole < cost:
            return self._until(cost, self.whole, self.rest)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._refill(now)
        return Level(whole, self._until(self.quota.burst, whole, rest))
