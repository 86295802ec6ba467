"""Right: counts are kept multiplied by the period, with the start of the window; late takes are refused."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    __slots__ = ("budget", "clock", "limit", "now_units", "old_units", "period", "start")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.budget = quota.limit * quota.period
        self.start = self.clock = 0
        self.old_units = self.now_units = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.limit:
            raise ValueError("cost")
        if now < self.clock:
            return self.clock - now
        self.clock = now
        if now >= self.start + self.period:
            adjacent = now < self.start + 2 * self.period
            self.old_units = self.now_units if adjacent else 0
            self.now_units = 0
            self.start = now // self.period * self.period
        remains = self.start + self.period - now  # of this window
        scaled = (self.now_units + cost) * self.period
        if self.old_units * remains + scaled <= self.budget:
            self.now_units += cost
            return 0
        if scaled <= self.budget:  # what is old has to fade
            return remains - (self.budget - scaled) // self.old_units
        free = self.budget - cost * self.period
        return remains + self.period - free // self.now_units

    def level(self, now: int) -> Level:
        if now < self.clock:
            return Level(0, 0)
        end = self.start + self.period
        old, new = self.old_units, self.now_units
        while now >= end and (old or new):  # at most twice
            old, new, end = new, 0, end + self.period
        if new:
            return Level((self.budget - new * self.period - old * (end - now)) // self.period, end + self.period - now)
        if old:
            return Level((self.budget - old * (end - now)) // self.period, end - now)
        return Level(self.limit, 0)
