"""Wrong: after a refusal every take is refused up to the edge, even one of a smaller cost that still fits."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._window = 0
        self._used = 0
        self._denied_until = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        if now < self._denied_until:
            return self._denied_until - now  # clients that hammer cost one comparison
        window = now // self._period
        if window > self._window:
            self._window = window
            self._used = 0
        if self._used + cost <= self._limit:
            self._used += cost
            return 0
        self._denied_until = (self._window + 1) * self._period
        return self._denied_until - now

    def level(self, now: int) -> Level:
        if now // self._period > self._window or not self._used:
            return Level(self._limit, 0)
        return Level(self._limit - self._used, (self._window + 1) * self._period - now)
