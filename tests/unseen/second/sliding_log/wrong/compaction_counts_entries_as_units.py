"""(c) When 256 dead entries have gathered the list is compacted, and the units in use are set to the number of entries that are left.

Witness: m = SlidingLog(Quota(600, 10))
    [m.take(0) for _ in range(299)]; m.take(5, 300); m.take(10); m.level(10) -> Level(598, 10), right: Level(299, 10)
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
        self.cut = 0
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
                self.cut += head
                if self.cut >= 256:
                    self.cut = 0
                    self.totals = list(range(self.gone + 1, self.gone + 1 + len(self.ticks)))
                    self.total = self.gone + len(self.ticks)
        must_go = self.total + cost - self.quota.limit
        if must_go > self.gone:
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
