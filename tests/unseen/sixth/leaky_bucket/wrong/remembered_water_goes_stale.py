"""Wrong: remembers the water worked out for one now, and forgets to forget it in take: the next question at that now is old."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self.water, self.clock = Fraction(0), 0
        self._memo: tuple[int, Fraction] | None = None  # delay and level are asked together: work it out once

    def _look(self, now: int) -> Fraction:
        if self._memo is None or self._memo[0] != now:
            self._memo = now, self._leaked(now)
        return self._memo[1]

    def _leaked(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        self.water = self._leaked(now)
        self.clock = max(self.clock, now)
        over = self.water + cost - self.quota.burst
        if over > 0:
            return ceil(over / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        water = self._look(now)
        return Level(floor(self.quota.burst - water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self._look(now) / self.rate)
