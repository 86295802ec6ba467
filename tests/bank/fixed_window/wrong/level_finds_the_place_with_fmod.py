"""Finds with fmod how far a window has come for level, so late ticks are rounded.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/5490102402889748: take(5490102403858432) level(9007199254740993)
Expected: Level(remaining=0, reset_after=1973005551038503); yours: Level(remaining=0, reset_after=1973005551038504)
Shipped: not known
"""

from math import fmod

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        window = self._window_at(now)
        used = self._used_in(window)
        if used + cost <= self.quota.limit:
            self.window, self.used = window, used + cost
            return 0
        return self._end_of(window) - now

    def level(self, now: int) -> Level:
        window = self._window_at(now)
        used = self._used_in(window)
        now = max(now, window * self.quota.period)
        return Level(self.quota.limit - used, int(self.quota.period - fmod(now, self.quota.period)) if used else 0)

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period, self.window)

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
