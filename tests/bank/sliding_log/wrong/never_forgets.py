"""Finds the live part of the log by bisecting, but never removes the dead part.

Breaks: law 8 (the numbers kept do not grow with the past)
Level: cheap
Shows: 100 000 takes, each a period after the one before, leave 100 000 entries
Expected: a few entries kept; yours: all of them
Shipped: not known
"""

from bisect import bisect_left, bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.times, self.sums = [], [0]

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(self.clock, now)
        gone = bisect_right(self.times, now - self.period)
        leave = self.sums[-1] + cost - self.limit
        if leave > self.sums[gone]:
            return self.times[bisect_left(self.sums, leave) - 1] + self.period - now
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)
        return 0

    def level(self, now):
        now = max(self.clock, now)
        used = self.sums[-1] - self.sums[bisect_right(self.times, now - self.period)]
        return Level(self.limit - used, self.times[-1] + self.period - now if used else 0)
