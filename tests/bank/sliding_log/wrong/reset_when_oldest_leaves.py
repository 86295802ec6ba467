"""Says in `reset_after` when the oldest grant leaves, not when the last one has left.

Breaks: law 7 (reset_after is until the meter is fresh)
Level: level
Shows: 2/10: take(0) take(5) level(5)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=5)
Shipped: not known
"""

from collections import OrderedDict

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.runs = OrderedDict()
        self.left = quota.limit
        self.clock = 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(now, self.clock)
        while self.runs and next(iter(self.runs)) + self.quota.period <= now:
            self.left += self.runs.popitem(last=False)[1]
        if cost <= self.left:
            self.runs[now] = self.runs.get(now, 0) + cost
            self.left -= cost
            return 0
        left = self.left
        for time, units in self.runs.items():
            left += units
            if left >= cost:
                return time + self.quota.period - now

    def level(self, now):
        now = max(now, self.clock)
        left = self.left
        for time, units in self.runs.items():
            if time + self.quota.period > now:
                return Level(left, time + self.quota.period - now)
            left += units
        return Level(self.quota.limit, 0)
