"""Wrong: a level that is asked two or more windows ahead takes the client for idle and drops its count."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._quota = quota
        self._window = 0
        self._used = 0

    def _edge(self, window: int) -> int:
        return (window + 1) * self._quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.limit:
            raise ValueError("cost out of range")
        window = now // self._quota.period
        if window > self._window:
            self._window = window
            self._used = 0
        if self._used + cost > self._quota.limit:
            return self._edge(self._window) - now
        self._used += cost
        return 0

    def level(self, now: int) -> Level:
        ahead = now // self._quota.period - self._window
        if ahead > 1:
            self._used = 0  # idle for a whole window at least: nothing to keep
        if ahead > 0 or self._used == 0:
            return Level(self._quota.limit, 0)
        return Level(self._quota.limit - self._used, self._edge(self._window) - now)
