"""Wrong: level steps window by window to the one it is asked about, so its time grows with the idle time."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.start = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        if now >= self.start + self.period:
            self.start = now - now % self.period
            self.used = 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return self.start + self.period - now

    def level(self, now: int) -> Level:
        start, used = self.start, self.used
        while used and now >= start + self.period:
            start += self.period
            if start > now - self.period:
                used = 0
        return Level(self.limit - used, start + self.period - now if used else 0)
