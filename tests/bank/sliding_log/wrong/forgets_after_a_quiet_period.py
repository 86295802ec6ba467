"""Clears the whole log after a period without a grant, and lets no single grant leave before.

Breaks: law 0 (a grant one period old counts no more)
Level: slide
Shows: 2/10: take(0) take(9) take(11)
Expected: 0; yours: 8
Shipped: django-ratelimit issue 48: each increment put the whole counter's expiry off again
"""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst in a sliding log")
        self.limit, self.period = quota.limit, quota.period
        self.units = self.clock = self.expires = 0

    def _units(self, now):
        return self.units if now < self.expires else 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.limit + 1):
            raise ValueError(f"cost {cost} is out of range")
        now = self.clock = max(now, self.clock)
        units = self._units(now)
        if units + cost > self.limit:
            return self.expires - now
        self.units = units + cost
        self.expires = now + self.period
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        units = self._units(now)
        return Level(self.limit - units, self.expires - now if units else 0)
