"""Wrong: the elapsed time is cut to one period to keep the product small, so a deep bucket leaks too little after an idle time.

Source: (c) an overflow guard with the wrong bound
Witness: 1/1 burst 2: take(0, 2) delay(2) -> 1, right: 0
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
        elapsed = min(max(0, now - self.last), self.period)
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
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
