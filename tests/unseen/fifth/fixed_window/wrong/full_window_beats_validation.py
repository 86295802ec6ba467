"""Wrong: in a full window the fast path answers before the cost is checked, so no ValueError there."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._window = 0
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        window = max(now // self._period, self._window)
        used = self._used if window == self._window else 0
        if used == self._limit:
            # Nothing is left, whatever is asked for. The hot path under load.
            return (window + 1) * self._period - now
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost must be between 1 and {self._limit}")
        self._window = window
        if used + cost > self._limit:
            self._used = used
            return (window + 1) * self._period - now
        self._used = used + cost
        return 0

    def level(self, now: int) -> Level:
        window = max(now // self._period, self._window)
        used = self._used if window == self._window else 0
        return Level(self._limit - used, (window + 1) * self._period - now if used else 0)
