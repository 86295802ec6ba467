"""Makes the bucket as large as the limit and does not look at the burst.

Breaks: law 0 (the formula decides)
Level: fill
Shows: 2/10 burst 1: take(0) take(0)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.unit, self.capacity = quota.limit, quota.period, quota.limit
        self.empty_at = 0

    def _draining(self, now):
        return max(0, self.empty_at - now * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost {cost} is not between 1 and {self.capacity}")
        draining = self._draining(now) + cost * self.unit
        if draining > self.capacity * self.unit:
            return -((self.capacity * self.unit - draining) // self.rate)
        self.empty_at = now * self.rate + draining
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.capacity - -(-self._draining(now) // self.unit)), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._draining(now) // self.rate)
