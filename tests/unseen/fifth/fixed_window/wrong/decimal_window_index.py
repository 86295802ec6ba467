"""Wrong: the window number is a Decimal quotient, which the default context refuses above 28 digits."""

from decimal import Decimal

from ratelimit import Level, Quota


class FixedWindow:
    """Decimals, so that no binary rounding gets into the times."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = Decimal(quota.period)
        self._window = Decimal(0)
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._limit:
            raise ValueError("cost out of range")
        window, _ = divmod(Decimal(now), self._period)
        if window > self._window:
            self._window = window
            self._used = 0
        if self._used + cost <= self._limit:
            self._used += cost
            return 0
        return self._wait(now)

    def level(self, now: int) -> Level:
        window, _ = divmod(Decimal(now), self._period)
        if window > self._window or not self._used:
            return Level(self._limit, 0)
        return Level(self._limit - self._used, self._wait(now))

    def _wait(self, now: int) -> int:
        return (int(self._window) + 1) * int(self._period) - now
