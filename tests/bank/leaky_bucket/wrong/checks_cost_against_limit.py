"""Raises for a cost above the limit although the bucket holds a larger burst.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10 burst 2: take(0, 2)
Expected: 0; yours: ValueError
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.room = self.whole = quota.burst * quota.period
        self.last = 0

    def _room(self, now):
        return min(self.whole, self.room + max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1 or cost > min(quota.limit, quota.burst):
            raise ValueError(f"cost {cost} is not between 1 and {quota.limit}")
        self.room, self.last = self._room(now), max(self.last, now)
        left = self.room - cost * quota.period
        if left < 0:
            return -(left // quota.limit)
        self.room = left
        return 0

    def level(self, now: int) -> Level:
        return Level(self._room(now) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -((self._room(now) - self.whole) // self.quota.limit)
