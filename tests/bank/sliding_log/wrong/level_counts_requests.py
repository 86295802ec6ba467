"""Takes one unit off `remaining` for each grant, whatever it cost.

Breaks: law 7 (remaining is the largest cost that take would grant)
Level: level
Shows: 3/10: take(0, 2) level(0)
Expected: Level(remaining=1, reset_after=10); yours: Level(remaining=2, reset_after=10)
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log, self.used, self.clock = deque(), 0, 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return time + self.period - now

    def level(self, now):
        now = max(now, self.clock)
        live = len(self.log)
        for time, _ in self.log:
            if time > now - self.period:
                return Level(self.limit - live, self.log[-1][0] + self.period - now)
            live -= 1
        return Level(self.limit, 0)
