"""level remembers its last answer by tick, and forgets it only when a new window is opened, not at a grant.

Source: (c) caches.
Witness: 3/10: level(4) take(4) level(4) -> Level(3, 0), right: Level(2, 6)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = 0
        self.memo: tuple[int, Level] | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used, self.memo = window, 0, None
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if self.memo is None or self.memo[0] != now:
            self.memo = now, self._level(now)
        return self.memo[1]

    def _level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
