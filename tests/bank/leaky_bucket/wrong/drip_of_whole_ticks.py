"""Lets a unit leak in `period // limit` whole ticks, which is too fast when that leaves a remainder.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0, 3) take(9, 3)
Expected: 1; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.drip = max(1, quota.period // quota.limit)
        self.empty_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        wait = self.delay(now) + (cost - self.burst) * self.drip
        if wait > 0:
            return wait
        self.empty_at = max(self.empty_at, now) + cost * self.drip
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.burst - -(-self.delay(now) // self.drip)), self.delay(now))

    def delay(self, now: int) -> int:
        return max(0, self.empty_at - now)
