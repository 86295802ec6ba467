"""Its `remaining` does not stop at 0 for a tick behind the clock, where the window before weighs more than at the clock."""

from ratelimit import Level, Quota


class Window:
    __slots__ = ("start", "count")

    def __init__(self, start=0, count=0):
        self.start, self.count = start, count


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.size, self.limit = quota.period, quota.limit
        self.prev, self.curr, self.last = Window(-quota.period), Window(), 0

    def windows(self, now):
        start = now - now % self.size
        steps = (start - self.curr.start) // self.size
        if steps <= 0:
            return self.prev, self.curr
        return Window(start - self.size, self.curr.count if steps == 1 else 0), Window(start)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError("cost")
        self.last = now = max(now, self.last)
        self.prev, self.curr = self.windows(now)
        edge = self.curr.start + self.size
        free = (self.limit - self.curr.count - cost) * self.size
        if self.prev.count * (edge - now) <= free:
            self.curr.count += cost
            return 0
        if free >= 0:
            return edge - free // self.prev.count - now
        return edge + self.size - (self.limit - cost) * self.size // self.curr.count - now

    def level(self, now: int) -> Level:
        prev, curr = self.windows(now)
        edge = curr.start + self.size
        remaining = ((self.limit - curr.count) * self.size - prev.count * (edge - now)) // self.size
        return Level(remaining, edge + self.size - now if curr.count else edge - now if prev.count else 0)
