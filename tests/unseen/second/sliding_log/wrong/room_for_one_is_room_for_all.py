"""(b) liwala/ay-framework issue 375 and kin: it is only asked whether the window is full already, so a cost of several units overshoots the limit.

Witness: 2/2671872882692: take(37384213005089) take(39715265063814, 2) -> 0, right: 340820823967
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
        if self.total - self.gone >= self.quota.limit:
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
        return Level(max(0, self.quota.limit - self.total + gone), self.ticks[-1] + self.quota.period - now)
