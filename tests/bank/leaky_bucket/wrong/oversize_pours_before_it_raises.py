"""Pours first and rolls back when it refuses, but not when the cost turns out to be above the burst and it raises.

Breaks: law 6 (Never is an error)
Level: cost
Shows: 1/10 burst 2: take(0, 3) take(0)
Expected: 0; yours: 20
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.water = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("nothing to pour")
        if cost <= self.quota.burst and now > self.clock:
            self.water = self.look(now)
            self.clock = now

        poured = cost * self.quota.period
        self.water += poured
        spill = self.water - self.brim
        if spill <= 0:
            return 0
        if poured > self.brim:
            raise ValueError("that much never fits into the bucket")
        self.water -= poured
        return -(-spill // self.quota.limit)

    def look(self, now):
        leaked = (now - self.clock) * self.quota.limit if now > self.clock else 0
        return self.water - leaked if leaked < self.water else 0

    def level(self, now: int) -> Level:
        water = self.look(now)
        return Level(max(0, self.brim - water) // self.quota.period, -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self.look(now) // self.quota.limit)
