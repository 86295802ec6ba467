"""Merges grants of one instant into a run, in an ordered dict from time to units."""

from collections import OrderedDict

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError(f"{quota.burst=} differs from {quota.limit=}")
        self.quota = quota
        self.runs = OrderedDict()
        self.left = quota.limit
        self.clock = 0

    def take(self, now, cost=1):
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.quota.limit}")
        if now > self.clock:
            self.clock = now
        horizon = self.clock - self.quota.period
        while self.runs and next(iter(self.runs)) <= horizon:
            _, units = self.runs.popitem(last=False)
            self.left += units
        if cost > self.left:
            left = self.left
            for time, units in self.runs.items():
                left += units
                if left >= cost:
                    return time - horizon
        self.runs[self.clock] = self.runs.get(self.clock, 0) + cost
        self.left -= cost
        return 0

    def level(self, now):
        horizon = max(now, self.clock) - self.quota.period
        left = self.left
        for time, units in self.runs.items():
            if time > horizon:
                break
            left += units
        if left == self.quota.limit:
            return Level(left, 0)
        return Level(left, next(reversed(self.runs)) - horizon)
