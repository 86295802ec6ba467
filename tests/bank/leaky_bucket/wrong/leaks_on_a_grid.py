"""Lets a unit out at every multiple of the interval since time zero, however long it has been inside.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 1/10: take(5) take(10)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = self.drops = 0  # drops: how many the grid has had

    def _at(self, now):
        drops = max(self.drops, now * self.limit // self.period)
        return max(0, self.water - (drops - self.drops)), drops

    def _wait(self, units, drops, now):
        return max(0, -(-(drops + units) * self.period // self.limit) - now) if units > 0 else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.water, self.drops = self._at(now)
        surplus = self.water + cost - self.burst
        if surplus > 0:
            return self._wait(surplus, self.drops, now)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.burst - self._at(now)[0], self.delay(now))

    def delay(self, now: int) -> int:
        return self._wait(*self._at(now), now)
