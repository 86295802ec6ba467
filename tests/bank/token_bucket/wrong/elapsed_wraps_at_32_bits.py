"""Keeps the elapsed time in 32 bits, so a rest of 2^32 ticks counts as none.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/4294967296: take(0) take(4294967296)
Expected: 0; yours: 4294967296
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _refill(self, now):
        elapsed = max(0, now - self.clock) & 0xFFFF_FFFF
        gained, rest = divmod(self.rest + elapsed * self.quota.limit, self.quota.period)
        if self.whole + gained >= self.quota.burst:
            return self.quota.burst, 0
        return self.whole + gained, rest

    def _until(self, tokens, whole, rest):
        return -((rest - (tokens - whole) * self.quota.period) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.whole, self.rest = self._refill(now)
        self.clock = max(self.clock, now)
        if self.whole < cost:
            return self._until(cost, self.whole, self.rest)
        self.whole -= cost
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._refill(now)
        return Level(whole, self._until(self.quota.burst, whole, rest))
