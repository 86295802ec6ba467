"""Wrong: level always answers the ticks to the next window, also when nothing was granted in this one and there is nothing to wait for."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self._quota = quota
        self._window = -1
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if not 1 <= cost <= limit:
            raise ValueError("cost")
        window, elapsed = divmod(now, period)
        if window > self._window:
            self._window, self._used = window, 0
        if self._used + cost <= limit:
            self._used += cost
            return 0
        return period - elapsed

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._quota.period)
        used = 0 if window > self._window else self._used
        return Level(self._quota.limit - used, self._quota.period - elapsed)
