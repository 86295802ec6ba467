"""It adds up the units of the whole log at each take, so it goes through entries that have not left."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.clock = 0

    def _used(self, now):
        return sum(units for time, units in self.log if time > now - self.period)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.log.popleft()
        excess = self._used(now) + cost - self.limit
        if excess <= 0:
            self.log.append((now, cost))
            return 0
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                break
        return time + self.period - now

    def level(self, now: int) -> Level:
        used = self._used(now)
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
