"""A port from Go: a current and a previous window with start and count, advanced by each valid take."""

from ratelimit import Level, Quota


class Window:
    __slots__ = ("start", "count")

    def __init__(self, start=0, count=0):
        self.start, self.count = start, count


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.size = quota.period
        self.limit = quota.limit
        self.prev = Window(-quota.period)
        self.curr = Window()
        self.last = 0

    def windows(self, now):
        start = now - now % self.size
        steps = (start - self.curr.start) // self.size
        if steps <= 0:
            return self.prev, self.curr
        prev = Window(start - self.size)
        if steps == 1:
            prev.count = self.curr.count
        return prev, Window(start)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost < 1")
        if cost > self.limit:
            raise ValueError("cost > limit")
        if now < self.last:
            now = self.last
        self.last = now
        self.prev, self.curr = self.windows(now)
        edge = self.curr.start + self.size
        free = (self.limit - self.curr.count - cost) * self.size
        if self.prev.count * (edge - now) <= free:
            self.curr.count += cost
            return 0
        if free >= 0:
            return edge - free // self.prev.count - now
        free = (self.limit - cost) * self.size
        return edge + self.size - free // self.curr.count - now

    def level(self, now: int) -> Level:
        prev, curr = self.windows(now)
        if now < self.last:
            return Level(0, self.size)
        edge = curr.start + self.size
        remaining = self.limit - curr.count + -prev.count * (edge - now) // self.size
        if curr.count:
            return Level(remaining, edge + self.size - now)
        if prev.count:
            return Level(remaining, edge - now)
        return Level(remaining, 0)
