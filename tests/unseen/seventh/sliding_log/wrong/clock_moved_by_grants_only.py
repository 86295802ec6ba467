"""Wrong: takes the last grant's time for the clock, so after a refused take a late one is granted and written down before the clock; it leaves too early."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[list[int]] = deque()
        self.used = 0

    def _left(self, now: int) -> int:
        units = 0
        for tick, cost in self.log:
            if tick > now - self.period:
                break
            units += cost
        return units

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        if self.log and now < self.log[-1][0]:
            now = self.log[-1][0]
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.used += cost
            self.log.append([now, cost])
            return 0
        over = self.used + cost - self.limit
        for tick, units in self.log:
            over -= units
            if over <= 0:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        used = self.used - self._left(now)
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
