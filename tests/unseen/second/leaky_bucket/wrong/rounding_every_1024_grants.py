"""Wrong: after each 1024 grants the water is rounded up to whole units.

Source: (c) a periodic normalisation
Witness: (Python)

    m = LeakyBucket(Quota(3, 10, 5))
    for n in range(1024):
        assert m.take(n * 4) == 0
        if n == 1021:
            assert m.take(n * 4, 2) == 0
        if n == 1022:
            assert m.level(n * 4 + 3) == Level(3, 7)
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
        self.grants = 0

    def _water(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        return max(0, self.water - elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        self.water = self._water(now)
        self.last = max(self.last, now)
        over = self.water + cost * self.period - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.water += cost * self.period
        self.grants += 1
        if self.grants % 1024 == 0:
            self.water = -(-self.water // self.period) * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
