"""Lets the next request go ahead one unit's time after the last one, however much that one cost.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 2/10: take(0, 2) delay(0)
Expected: 10; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.empty_at = self.next_free = 0
        self.clock = 0

    def _ahead(self, instant, now):
        return max(0, instant - max(now, self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        self.clock = max(self.clock, now)
        water = self._ahead(self.empty_at, now)
        if water + cost * period > burst * period:
            return -(-(water + (cost - burst) * period) // limit)
        self.empty_at = self.clock * limit + water + cost * period
        self.next_free = self.clock * limit + self._ahead(self.next_free, now) + period
        return 0

    def level(self, now: int) -> Level:
        water = self._ahead(self.empty_at, now)
        return Level(self.quota.burst - -(-water // self.quota.period), -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self._ahead(self.next_free, now) // self.quota.limit)
