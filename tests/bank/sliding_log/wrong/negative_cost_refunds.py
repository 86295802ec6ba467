"""Accepts a negative cost and logs it, which makes room.

Breaks: law 4 (a cost below 1 raises)
Level: cost
Shows: 1/10: take(0) take(0, -1)
Expected: ValueError; yours: 0
Shipped: limits 5.8.0 refills the quota on a negative cost; aiolimiter up to 1.2.1 gave a second burst
"""

from bisect import bisect_right

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.times, self.sums = [], [0]

    def used(self, now):
        return self.sums[-1] - self.sums[bisect_right(self.times, now - self.period)]

    def wait(self, now, cost):
        low, high = 0, self.period
        while low < high:
            middle = (low + high) // 2
            if self.used(now + middle) + cost <= self.limit:
                high = middle
            else:
                low = middle + 1
        return low

    def take(self, now, cost=1):
        if cost == 0 or cost > self.limit:
            raise ValueError(f"cannot take {cost}")
        now = self.clock = max(now, self.clock)
        wait = self.wait(now, cost)
        if wait == 0:
            dead = bisect_right(self.times, now - self.period)
            if dead * 2 > len(self.times):
                del self.times[:dead], self.sums[:dead]
            self.times.append(now)
            self.sums.append(self.sums[-1] + cost)
        return wait

    def level(self, now):
        now = max(now, self.clock)
        return Level(self.limit - self.used(now), self.wait(now, self.limit))
