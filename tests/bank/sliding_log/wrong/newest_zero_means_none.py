"""Takes a newest grant at time 0 for no grant at all when it works out `reset_after`.

Breaks: law 7 (reset_after is until the newest grant has left)
Level: level
Shows: 1/10: take(0) level(0)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=0)
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = self.newest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.newest = now
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                break
            used -= units
        reset_after = self.newest + self.period - now if self.newest else 0
        return Level(self.limit - used, max(0, reset_after))
