"""Counts with one bisect at any instant, and finds wait and reset by halving the time in between."""

from bisect import bisect_right

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has a limit and no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.times = [-quota.period]  # a sentinel that never counts
        self.totals = [0]

    def used(self, now: int) -> int:
        return self.totals[-1] - self.totals[bisect_right(self.times, now - self.period) - 1]

    def wait(self, now: int, cost: int) -> int:
        if self.used(now) + cost <= self.limit:
            return 0
        low, high = 1, self.period
        while low < high:
            middle = (low + high) // 2
            if self.used(now + middle) + cost <= self.limit:
                high = middle
            else:
                low = middle + 1
        return low

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}, got {cost}")
        self.clock = max(self.clock, now)
        if wait := self.wait(self.clock, cost):
            return wait
        self.times.append(self.clock)
        self.totals.append(self.totals[-1] + cost)
        dead = bisect_right(self.times, self.clock - self.period) - 1
        if dead > len(self.times) // 2:
            self.times, self.totals = self.times[dead:], self.totals[dead:]
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        return Level(self.limit - self.used(now), self.wait(now, self.limit))
