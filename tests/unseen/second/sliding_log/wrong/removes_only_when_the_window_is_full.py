"""(c) Memory: entries that have left are only removed when a take would not fit otherwise, so up to `limit` dead ones stay.

Witness: 10000/10: for i in range(9999): take(10 * i) keeps 9999 entries, right: at most two entries for the one that counts.
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
        head = self.head
        if self.total + cost - self.quota.limit > self.gone:
            head = bisect_right(self.ticks, now - self.quota.period, self.head)
        if head > self.head:
            self.gone = self.totals[head - 1]
            self.head = head
            if head * 2 >= len(self.ticks):
                del self.ticks[:head], self.totals[:head]
                self.head = 0
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
