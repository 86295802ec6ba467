"""A count that was not touched for an hour of nanoseconds is dropped as stale, although the window may be a day.

Source: (b) veryfront/veryfront-code #1936 (pruning by a constant, not by the configured window).
Witness: 1/86400000000000: take(0) take(3600000000001) -> 0, right: 82799999999999
"""

from ratelimit import Level, Quota

STALE = 3_600_000_000_000


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = self.seen = 0

    def _used(self, now: int) -> int:
        if now // self.period > self.window or now - self.seen > STALE:
            return 0
        return self.used

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.used = self._used(now)
        self.window = max(self.window, now // self.period)
        self.seen = max(self.seen, now)
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self._used(now)
        return Level(self.limit - used, self.period - now % self.period if used else 0)
