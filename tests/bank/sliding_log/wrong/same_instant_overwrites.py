"""Keys the log by time, so a second grant at the same instant replaces the first.

Breaks: law 0 (every grant of the last period counts)
Level: limit
Shows: 2/10: take(0) take(0) take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from collections import OrderedDict

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log = OrderedDict()
        self.used = self.clock = 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and next(iter(self.log)) <= now - self.period:
            self.used -= self.log.popitem(last=False)[1]
        if self.used + cost <= self.limit:
            self.used += cost - self.log.get(now, 0)
            self.log[now] = cost
            return 0
        room = self.limit - self.used
        for time, units in self.log.items():
            room += units
            if room >= cost:
                return time + self.period - now

    def level(self, now):
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log.items():
            if time > now - self.period:
                return Level(self.limit - used, next(reversed(self.log)) + self.period - now)
            used -= units
        return Level(self.limit, 0)
