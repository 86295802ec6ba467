"""Wrong: a list with the index of the oldest that counts; what lies before the index stays in memory for ever."""

from bisect import bisect_right

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.times = []
        self.totals = [0]  # units ever granted before each entry
        self.head = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        self.head = bisect_right(self.times, now - self.period, self.head)
        total = self.totals[-1]
        if total - self.totals[self.head] + cost <= self.limit:
            self.times.append(now)
            self.totals.append(total + cost)
            return 0
        first = self.head
        while total - self.totals[first] + cost > self.limit:
            first += 1
        return self.times[first - 1] + self.period - now

    def level(self, now: int) -> Level:
        head = bisect_right(self.times, now - self.period, self.head)
        used = self.totals[-1] - self.totals[head]
        return Level(self.limit - used, self.times[-1] + self.period - now if used else 0)
