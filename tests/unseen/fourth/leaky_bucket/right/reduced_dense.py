"""A dense leaky bucket in lowest terms."""

from math import gcd

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = "out", "unit", "burst", "water", "clock"

    def __init__(self, quota: Quota) -> None:
        g = gcd(quota.limit, quota.period)
        self.out, self.unit, self.burst = quota.limit // g, quota.period // g, quota.burst
        self.water = self.clock = 0

    def _at(self, now: int) -> int:
        return max(0, self.water - self.out * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError
        water = self._at(now)
        over = water + (cost - self.burst) * self.unit
        self.water, self.clock = water if over > 0 else water + cost * self.unit, max(now, self.clock)
        return max(0, -(-over // self.out))

    def level(self, now: int) -> Level:
        return Level(self.burst - -(-self._at(now) // self.unit), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._at(now) // self.out)
