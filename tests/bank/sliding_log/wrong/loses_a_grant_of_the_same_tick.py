"""Files grants under their tick, so a second one of the same tick overwrites the first.

Breaks: law 1 (a grant counts for one period)
Level: slide
Shows: 3/10: take(0) take(0) take(10, 3)
Expected: take(10, 3) answers 0; yours: 1
Shipped: not known
"""

from collections import OrderedDict

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no separate burst for a sliding log")
        self.limit = quota.limit
        self.period = quota.period
        self.at: OrderedDict[int, int] = OrderedDict()  # tick -> units granted then
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost {cost} is not in 1..{self.limit}")
        self.clock = max(self.clock, now)
        while self.at:
            tick = next(iter(self.at))
            if tick > self.clock - self.period:
                break
            self.used -= self.at.pop(tick)
        if self.used + cost <= self.limit:
            self.at[self.clock] = cost
            self.used += cost
            return 0
        over = self.used + cost - self.limit
        wait = 1
        for tick, units in self.at.items():
            wait = tick + self.period - self.clock
            over -= units
            if over <= 0:
                break
        return wait

    def level(self, now: int) -> Level:
        used = self.used
        for tick, units in self.at.items():
            if tick > now - self.period:
                newest = next(reversed(self.at))
                return Level(self.limit - used, max(0, newest + self.period - now))
            used -= units
        return Level(self.limit - used, 0)
