"""Wrong: a late take sees only the grants up to its own `now`, so one is granted that has no room at the clock."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        used = self.used
        for time, units in reversed(self.log):
            if time <= now:
                break
            used -= units  # not yet, at `now`
        if used + cost <= self.limit:
            self.log.append((self.clock, cost))
            self.used += cost
            return 0
        free = self.limit - used
        for time, units in self.log:
            free += units
            if free >= cost:
                break
        return time + self.period - now

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                break
            used -= units
        return Level(max(0, self.limit - used), self.log[-1][0] + self.period - now if used else 0)
