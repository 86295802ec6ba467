"""Wrong: `delay` tells how long until one more unit fits, not until the water has leaked; shows whenever there is water."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.state = (Fraction(0), 0)

    def _water(self, now: int) -> Fraction:
        water, last = self.state
        return max(Fraction(0), water - self.rate * max(0, now - last))

    def _wait(self, now: int, cost: int) -> int:
        return max(0, ceil((self._water(now) + cost - self.burst) / self.rate))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        wait = self._wait(now, cost)
        poured = 0 if wait else cost
        self.state = (self._water(now) + poured, max(now, self.state[1]))
        return wait

    def level(self, now: int) -> Level:
        return Level(floor(self.burst - self._water(now)), self._wait(now, self.burst))

    def delay(self, now: int) -> int:
        return self._wait(now, 1)
