"""Leaves the previous window out of what remains.

Breaks: law 7 (remaining is the largest cost that take would grant)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=1, reset_after=10)
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.counts = [0, 0]

    def _counts(self, now):
        passed = now // self.quota.period - self.clock // self.quota.period
        return ([0] * min(2, passed) + self.counts)[:2]

    def _wait(self, now, cost):
        period, (q, p) = self.quota.period, self._counts(now)
        left, room = period - now % period, self.quota.limit - cost
        if p * left + q * period <= room * period:
            return 0
        if q <= room:
            return left - (room - q) * period // p
        return left + period - room * period // q

    def take(self, now, cost=1):
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.counts, self.clock = self._counts(now), now
        if wait == 0:
            self.counts[0] += cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        return Level(self.quota.limit - self._counts(now)[0], self._wait(now, self.quota.limit))
