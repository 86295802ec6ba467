"""Wrong: increments the counter for every request and decides then, as Kong does, so refused units weigh on this window and the next; shows when a client goes on while it is refused."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.window_size = quota.period
        self.clock = 0
        self.window = 0
        self.cur = 0
        self.prev = 0

    def _view(self, now: int) -> tuple[int, int]:
        ahead = now // self.window_size - self.window
        if ahead == 0:
            return self.prev, self.cur
        return (self.cur, 0) if ahead == 1 else (0, 0)

    def _increment(self, now: int, value: int) -> None:
        self.prev, self.cur = self._view(now)
        self.window = now // self.window_size
        self.cur += value

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        self._increment(now, cost)
        size = self.window_size
        left = size - now % size
        if self.prev * left + self.cur * size <= self.limit * size:
            return 0
        if self.cur <= self.limit:
            return left - (self.limit - self.cur) * size // self.prev
        return left + max(0, size - (self.limit - cost) * size // self.cur)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        prev, cur = self._view(now)
        size = self.window_size
        left = size - now % size
        reset = left + size if cur else left if prev else 0
        return Level(max(0, self.limit - cur + -prev * left // size), reset)
