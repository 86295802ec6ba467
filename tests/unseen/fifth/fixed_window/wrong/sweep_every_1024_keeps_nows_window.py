"""Wrong: the sweep at each 1024th take keeps the window of that take, not of the clock; a late one loses the count."""

from ratelimit import Level, Quota

SWEEP_EVERY = 1024


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._counts: dict[int, int] = {}
        self._newest = 0
        self._until_sweep = SWEEP_EVERY

    def _sweep(self, window: int) -> None:
        self._until_sweep = SWEEP_EVERY
        self._counts = {w: used for w, used in self._counts.items() if w == window}

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        window = now // self._period
        self._until_sweep -= 1
        if not self._until_sweep:
            self._sweep(window)
        window = self._newest = max(window, self._newest)
        used = self._counts.get(window, 0)
        if used + cost > self._limit:
            return (window + 1) * self._period - now
        self._counts[window] = used + cost
        return 0

    def level(self, now: int) -> Level:
        window = max(now // self._period, self._newest)
        used = self._counts.get(window, 0)
        return Level(self._limit - used, (window + 1) * self._period - now if used else 0)
