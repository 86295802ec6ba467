"""Wrong: the wait is rounded to the nearest tick, and to at least 1.

Source: (c) round() for ceil()
Witness: 3/1 burst 3599999999999: take(0, 5) take(0, 3599999999998) -> 1, right: 2
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
        elapsed = max(0, now - self.last)
        return max(0, self.water - elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        self.water = self._water(now)
        self.last = max(self.last, now)
        over = self.water + cost * self.period - self.brim
        if over > 0:
            ticks, rest = divmod(over, self.limit)
            return max(1, ticks + (2 * rest >= self.limit))
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
