"""Right: keeps the number of the window and the count; a call from an older window is counted in the newest."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a window has no burst of its own, got {quota}")
        self._limit = quota.limit
        self._period = quota.period
        self._window = 0
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost must be from 1 to {self._limit}, got {cost}")
        window = now // self._period
        if window > self._window:
            self._window, self._used = window, 0
        if self._used + cost > self._limit:
            return (self._window + 1) * self._period - now
        self._used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self._used if now // self._period <= self._window else 0
        if not used:
            return Level(self._limit, 0)
        return Level(self._limit - used, (self._window + 1) * self._period - now)
