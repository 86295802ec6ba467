"""Wrong: the time moves on by whole leaked units only, also when the bucket ran empty, so idle time leaks later water.

Source: (b) DataDog/dd-trace-rs pull request 215 (review): fractional time at capacity is reused after the burst
Witness: 1/2: take(1) level(1) -> Level(0, 1), right: Level(0, 2)
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.brim = quota.burst * quota.period
        self.water = 0
        self.last = 0

    def _water(self, now: int) -> int:
        return max(0, self.water - max(0, now * self.limit - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        units = max(0, now * self.limit - self.last) // self.period
        self.water = max(0, self.water - units * self.period)
        self.last += units * self.period
        over = self._water(now) + cost * self.period - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
