"""Wrong: only the window just before is removed, so counts stay for ever where a window was skipped."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._counts: dict[int, int] = {}
        self._newest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        window = now // self._period
        if window > self._newest:
            self._newest = window
            self._counts.pop(window - 1, None)
        window = self._newest
        used = self._counts.get(window, 0)
        if used + cost > self._limit:
            return (window + 1) * self._period - now
        self._counts[window] = used + cost
        return 0

    def level(self, now: int) -> Level:
        window = max(now // self._period, self._newest)
        used = self._counts.get(window, 0)
        return Level(self._limit - used, (window + 1) * self._period - now if used else 0)
