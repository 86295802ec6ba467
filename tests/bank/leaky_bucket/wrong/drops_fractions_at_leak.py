"""Lets only whole units leak and forgets the time that is left over.

Breaks: law 9 (no drift)
Level: leak
Shows: 1/10: take(0) take(5) take(10)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = self.last = 0  # water in whole units

    def _water(self, now):
        return max(0, self.water - max(0, now - self.last) * self.limit // self.period)

    def _ticks(self, units):
        return -(-units * self.period // self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.water, self.last = self._water(now), max(self.last, now)
        if self.water + cost > self.burst:
            return self._ticks(self.water + cost - self.burst)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.burst - self._water(now), self.delay(now))

    def delay(self, now: int) -> int:
        return self._ticks(self._water(now))
