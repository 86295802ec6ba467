"""Wrong: as aiolimiter (#217), a refused take waits `amount / rate`, though room comes sooner (or later); shows when what is too much is not the cost."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.max_rate = quota.burst
        self._rate_per_tick = Fraction(quota.limit, quota.period)
        self._level = Fraction(0)
        self._last_check = 0

    def _leak(self, now: int) -> Fraction:
        if not self._level:
            return self._level
        elapsed = max(0, now - self._last_check)
        return max(self._level - elapsed * self._rate_per_tick, Fraction(0))

    def has_capacity(self, amount: int) -> bool:
        return self._level + amount <= self.max_rate

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max_rate:
            raise ValueError("Can't acquire more than the maximum capacity")
        self._level = self._leak(now)
        self._last_check = max(self._last_check, now)
        if self.has_capacity(cost):
            self._level += cost
            return 0
        return ceil(cost / self._rate_per_tick)

    def level(self, now: int) -> Level:
        water = self._leak(now)
        return Level(floor(self.max_rate - water), ceil(water / self._rate_per_tick))

    def delay(self, now: int) -> int:
        return ceil(self._leak(now) / self._rate_per_tick)
