"""All in whole numbers but `remaining`, which is int(tokens / period).

Breaks: law 7 (`level` is exact)
Level: level
Shows: 1/9007199254740992 burst 2: take(0, 2) level(18014398509481983)
Expected: Level(remaining=1, reset_after=1); yours: Level(remaining=2, reset_after=1)
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.capacity = self.burst * self.period
        self.tokens = self.capacity
        self.last = 0

    def _refilled(self, now: int) -> int:
        return min(self.capacity, self.tokens + max(0, now - self.last) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost must be between 1 and the burst")
        tokens = self._refilled(now)
        price = cost * self.period
        if tokens < price:
            return (price - tokens + self.limit - 1) // self.limit
        self.tokens = tokens - price
        self.last = max(self.last, now)
        return 0

    def level(self, now: int) -> Level:
        tokens = self._refilled(now)
        return Level(int(tokens / self.period), (self.capacity - tokens + self.limit - 1) // self.limit)
