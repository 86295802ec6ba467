"""Asks a plain dict for its first key, which steps over the holes of all the keys deleted before.

Breaks: law 8 (work hidden in C counts)
Level: cheap
Shows: with 300 000 grants at different times in the log, each one that leaves steps over the holes of those before it
Expected: a constant time for each grant that leaves; yours: one that grows with the log
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.units_at: dict[int, int] = {}
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.units_at and (oldest := next(iter(self.units_at))) <= now - self.period:
            self.used -= self.units_at.pop(oldest)
        if self.used + cost <= self.limit:
            self.units_at[now] = self.units_at.get(now, 0) + cost
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.units_at.items():
            room += units
            if room >= cost:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.units_at.items():
            if time > now - self.period:
                return Level(self.limit - used, next(reversed(self.units_at)) + self.period - now)
            used -= units
        return Level(self.limit, 0)
