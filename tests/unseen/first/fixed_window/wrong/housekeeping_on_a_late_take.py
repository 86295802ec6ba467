"""Every 256th take drops a count that is not of its own window; if that take is from an older window, the clock's count is lost.

Source: (c) pruning thresholds: a cleanup every so many calls, which compares with != what it should compare with >.
Witness:
    m = FixedWindow(Quota(3, 10)); m.take(15, 3)
    254 times m.take(16) -> 4
    m.take(5) -> 0, right: 1 or more
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.counts = {0: 0}
        self.newest = self.calls = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        self.calls += 1
        if self.calls % 256 == 0:
            self.counts = {w: n for w, n in self.counts.items() if w == window}
        if window > self.newest:
            self.counts.clear()
            self.newest = window
        used = self.counts.get(self.newest, 0)
        if used + cost > self.limit:
            return (self.newest + 1) * self.period - now
        self.counts[self.newest] = used + cost
        return 0

    def level(self, now: int) -> Level:
        used = self.counts.get(now // self.period, 0)
        return Level(self.limit - used, self.period - now % self.period if used else 0)
