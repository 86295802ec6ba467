"""Wrong: keyed by the time, like a sorted set with the time as its member; a second grant in a tick replaces the first."""

from ratelimit import Level, Quota
from collections import OrderedDict


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log = OrderedDict()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        while self.log and next(iter(self.log)) <= now - self.period:
            self.used -= self.log.popitem(last=False)[1]
        need = self.used + cost - self.limit
        if need <= 0:
            self.used += cost - self.log.get(now, 0)
            self.log[now] = cost
            return 0
        for time, units in self.log.items():
            need -= units
            if need <= 0:
                break
        return time + self.period - now

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log.items():
            if time > now - self.period:
                break
            used -= units
        return Level(self.limit - used, next(reversed(self.log)) + self.period - now if used else 0)
