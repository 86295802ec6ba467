"""After an idle time it walks through all the windows that went by, one at a time: time grows with the idle time.

Source: (c) a port of a timer-driven refill.
Witness: Quota(1, 1): take(0), then take(10**7) needs ten million steps; law 8 allows a constant number.
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.end: int | None = None
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        if self.end is None:
            self.end = now - now % self.period + self.period
        while now >= self.end:
            self.end += self.period
            self.used = 0
        if self.used + cost > self.limit:
            return self.end - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if self.end is None or now >= self.end or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.end - now)
