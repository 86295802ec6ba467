"""Holds the water for a whole period and then tips it out at once.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 2/10: take(0, 2) take(5)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.period, self.burst = quota.period, quota.burst
        self.water = self.tipped = 0

    def _at(self, now):
        periods = max(0, now - self.tipped) // self.period
        return (0 if periods else self.water), self.tipped + periods * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.water, self.tipped = self._at(now)
        if self.water + cost > self.burst:
            return self.tipped + self.period - now
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.burst - self._at(now)[0], self.delay(now))

    def delay(self, now: int) -> int:
        water, tipped = self._at(now)
        return tipped + self.period - now if water else 0
