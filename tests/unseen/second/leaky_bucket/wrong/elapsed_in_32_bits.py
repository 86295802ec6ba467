"""Wrong: the elapsed time is an unsigned 32-bit difference, so after an idle time of 2**32 ticks nothing has leaked.

Source: (c) a port from C: uint32_t elapsed = now - last
Witness: 1/1 burst 180000000: take(0, 90000000) level(4338096524) -> Level(133129228, 46870772), right: Level(180000000, 0)
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
        elapsed = max(0, now - self.last) & 0xFFFF_FFFF
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
