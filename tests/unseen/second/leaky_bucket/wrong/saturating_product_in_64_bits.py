"""Wrong: the brim, burst * period, saturates at 2**64 - 1.

Source: (c) a port from Rust: burst.saturating_mul(period)
Witness: 1/54927369 burst 359999999995: take(0, 353630715089) -> 977260703717819226, right: 0
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.brim = min(quota.burst * quota.period, 2**64 - 1)
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
            return -(-over // self.limit)
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
