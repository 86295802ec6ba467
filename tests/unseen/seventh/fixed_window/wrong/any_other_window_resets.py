"""Wrong: resets the count whenever the window differs, so a clock that steps back over an edge opens an old window again, with a full quota."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self._limit, self._period = quota.limit, quota.period
        self._window, self._used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost must be from 1 to the limit")
        window, elapsed = divmod(now, self._period)
        if window != self._window:
            self._window, self._used = window, 0
        if self._used + cost <= self._limit:
            self._used += cost
            return 0
        return self._period - elapsed

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._period)
        if window != self._window or not self._used:
            return Level(self._limit, 0)
        return Level(self._limit - self._used, self._period - elapsed)
