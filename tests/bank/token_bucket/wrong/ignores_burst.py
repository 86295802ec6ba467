"""Holds the limit instead of the burst.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 3/10 burst 1: take(0) take(0)
Expected: 4; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.capacity = quota.limit
        self.full_at = 0  # in ticks times the limit

    def _busy(self, now):
        return max(0, self.full_at - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost {cost} is not between 1 and {self.capacity}")
        busy = self._busy(now) + cost * self.quota.period
        over = busy - self.capacity * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.full_at = now * self.quota.limit + busy
        return 0

    def level(self, now: int) -> Level:
        busy = self._busy(now)
        return Level(max(0, self.capacity - -(-busy // self.quota.period)), -(-busy // self.quota.limit))
