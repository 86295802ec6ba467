"""Wrong: a late take must fit at the clock, but is then counted in its own, older window."""

from collections import defaultdict

from ratelimit import Level, Quota


class FixedWindow:
    """Keeps the window of the clock and the one before it, for requests that arrive late."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._counts: defaultdict[int, int] = defaultdict(int)
        self._newest = 0

    def _forget(self) -> None:
        for window in [w for w in self._counts if w < self._newest - 1]:
            del self._counts[window]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        window = now // self._period
        if window > self._newest:
            self._newest = window
        self._forget()
        used = max(self._counts[self._newest], self._counts[window] if window == self._newest - 1 else 0)
        if used + cost > self._limit:
            return (self._newest + 1) * self._period - now
        self._counts[max(window, self._newest - 1)] += cost
        return 0

    def level(self, now: int) -> Level:
        window = max(now // self._period, self._newest)
        used = self._counts.get(window, 0)
        return Level(self._limit - used, (window + 1) * self._period - now if used else 0)
