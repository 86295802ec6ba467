"""Grants one tick early, to make up for jitter.

Breaks: law 0 (the formula decides)
Level: boundary
Shows: 1/10: take(0) take(9)
Expected: 1; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.ticks, self.parts = 0, 0

    def _start(self, now):
        return (self.ticks, self.parts) if self.ticks >= now else (now, 0)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        ticks, parts = self._start(now)
        ahead = (ticks - now) * quota.limit + parts + cost * quota.period
        over = ahead - quota.burst * quota.period
        if over > quota.limit:
            return -(-over // quota.limit)
        carry, self.parts = divmod(parts + cost * quota.period, quota.limit)
        self.ticks = ticks + carry
        return 0

    def level(self, now: int) -> Level:
        ticks, parts = self._start(now)
        ahead = (ticks - now) * self.quota.limit + parts
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
