"""Measures time in periods as exact fractions: the floor is the window, the rest up to the ceiling is the wait."""

from fractions import Fraction
from math import floor

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("limit and burst differ")
        self.quota = quota
        self.clock = Fraction(0)
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.quota.limit < cost:
            raise ValueError(f"cost {cost} is below 1 or above {self.quota.limit}")
        clock = max(self.clock, Fraction(now, self.quota.period))
        self.used = self._used_at(clock)
        self.clock = clock
        if self.used + cost > self.quota.limit:
            return self._rest(clock)
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        clock = max(self.clock, Fraction(now, self.quota.period))
        used = self._used_at(clock)
        return Level(self.quota.limit - used, self._rest(clock) if used else 0)

    def _used_at(self, clock: Fraction) -> int:
        return self.used if floor(clock) == floor(self.clock) else 0

    def _rest(self, clock: Fraction) -> int:
        return int((floor(clock) + 1 - clock) * self.quota.period)
