"""A fixed window whose whole state is one integer, window * (limit + 1) + granted; the window number is all the clock it needs."""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("_base", "_limit", "_period", "_state")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._base = quota.limit + 1
        self._period = quota.period
        self._state = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost < self._base:
            raise ValueError(f"cost must be from 1 to {self._limit}")
        state = max(self._state, now // self._period * self._base)
        window, granted = divmod(state, self._base)
        if granted + cost > self._limit:
            return (window + 1) * self._period - now
        self._state = state + cost
        return 0

    def level(self, now: int) -> Level:
        granted = max(0, self._state - now // self._period * self._base)
        if not granted:
            return Level(self._limit, 0)
        return Level(max(0, self._limit - granted), -now % self._period or self._period)
