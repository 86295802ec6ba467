"""It multiplies the count of the window before by the remaining ticks in 64 bits, so that large products wrap around."""

from ratelimit import Level, Quota

U64 = (1 << 64) - 1


def mul(a, b):
    return a * b & U64  # uint64_t


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.last = self.window = self.prev = self.curr = 0

    def _load(self, now):
        w = now // self.period
        if w <= self.window:
            return self.window, self.prev, self.curr
        return w, (self.curr if w - self.window == 1 else 0), 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.last = now = max(now, self.last)
        self.window, self.prev, self.curr = self._load(now)
        rest = self.period - now % self.period
        free = (self.limit - self.curr - cost) * self.period
        if mul(self.prev, rest) <= free:
            self.curr += cost
            return 0
        if free >= 0:
            return max(1, rest - free // self.prev)
        return rest + self.period - (self.limit - cost) * self.period // self.curr

    def level(self, now: int) -> Level:
        _, prev, curr = self._load(now)
        rest = self.period - now % self.period
        remaining = ((self.limit - curr) * self.period - mul(prev, rest)) // self.period
        return Level(max(0, remaining), rest + self.period if curr else rest if prev else 0)
