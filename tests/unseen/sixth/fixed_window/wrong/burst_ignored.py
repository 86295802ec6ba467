"""Wrong: any burst is accepted and ignored; a quota whose burst is not its limit should raise when it is given."""

from ratelimit import Level, Quota


class FixedWindow:
    """Counts to `quota.limit` in each window."""

    def __init__(self, quota: Quota) -> None:
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
        if now // self._period > self._window or self._used == 0:
            return Level(self._limit, 0)
        return Level(self._limit - self._used, (self._window + 1) * self._period - now)
