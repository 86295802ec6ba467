"""(c) Port from C: the units in the window are the difference of two 16-bit counters, which wraps at 65536.

Witness: 65536/10: take(0, 65536) take(0) -> 0, right: 10
"""

from bisect import bisect_left, bisect_right

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst, please")
        self.quota = quota
        self.ticks = []
        self.totals = []
        self.head = 0
        self.gone = 0
        self.total = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError("cost")
        if now > self.clock:
            self.clock = now
        now = self.clock
        head = bisect_right(self.ticks, now - self.quota.period, self.head)
        if head > self.head:
            self.gone = self.totals[head - 1]
            self.head = head
            if head * 2 >= len(self.ticks):
                del self.ticks[:head], self.totals[:head]
                self.head = 0
        must_go = self.total + cost - self.quota.limit
        used = (self.total - self.gone) & 0xFFFF
        if used + cost > self.quota.limit:
            return self.ticks[bisect_left(self.totals, must_go, self.head)] + self.quota.period - now
        self.total += cost
        self.ticks.append(now)
        self.totals.append(self.total)
        return 0

    def level(self, now: int) -> Level:
        i = bisect_right(self.ticks, now - self.quota.period, self.head)
        if i == len(self.ticks):
            return Level(self.quota.limit, 0)
        gone = self.totals[i - 1] if i > self.head else self.gone
        return Level(self.quota.limit - self.total + gone, self.ticks[-1] + self.quota.period - now)
