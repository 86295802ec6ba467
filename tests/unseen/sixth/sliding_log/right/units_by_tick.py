"""Right: an OrderedDict from tick to units, so that grants of one tick share an entry, as a sorted set does it."""

from collections import OrderedDict

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"{quota} has a burst of its own")
        self.quota = quota
        self.units: OrderedDict[int, int] = OrderedDict()
        self.total = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.quota.limit < cost:
            raise ValueError(cost)
        self.clock = max(self.clock, now)
        border = self.clock - self.quota.period
        while self.units:
            tick = next(iter(self.units))
            if tick > border:
                break
            self.total -= self.units.popitem(last=False)[1]
        if self.total + cost <= self.quota.limit:
            self.units[self.clock] = self.units.get(self.clock, 0) + cost
            self.total += cost
            return 0
        left = self.total
        for tick, units in self.units.items():
            left -= units
            if left + cost <= self.quota.limit:
                break
        return tick - border

    def level(self, now: int) -> Level:
        counted = self.total
        for tick, units in self.units.items():
            if tick > now - self.quota.period:
                newest = next(reversed(self.units))
                return Level(self.quota.limit - counted, newest + self.quota.period - now)
            counted -= units
        return Level(self.quota.limit, 0)
