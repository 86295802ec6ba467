"""A port from Go: a struct with start and end, advance() before use, errors first."""

from ratelimit import Level, Quota


class window:
    __slots__ = ("start", "end", "count")

    def __init__(self, start, size):
        self.start = start
        self.end = start + size
        self.count = 0


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst")
        self.max, self.size = quota.limit, quota.period
        self.cur = window(0, self.size)

    def advance(self, now):
        if now >= self.cur.end:
            self.cur = window(now - now % self.size, self.size)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.max:
            raise ValueError("cost")
        self.advance(now)
        w = self.cur
        if w.count > self.max - cost:
            return w.end - now
        w.count += cost
        return 0

    def level(self, now: int) -> Level:
        w = self.cur
        if now >= w.end or w.count == 0:
            return Level(self.max, 0)
        return Level(self.max - w.count, w.end - now)
