"""It remembers for a refused cost when the wait ends, and tells that again even if a smaller take came in between."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.total = self.clock = 0
        self.refused_cost, self.refused_until = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        if cost == self.refused_cost and now < self.refused_until:
            return self.refused_until - now
        while self.log and self.log[0][0] <= now - self.period:
            self.total -= self.log.popleft()[1]
        excess = self.total + cost - self.limit
        if excess <= 0:
            self.log.append((now, cost))
            self.total += cost
            return 0
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                break
        self.refused_cost, self.refused_until = cost, time + self.period
        return self.refused_until - now

    def level(self, now: int) -> Level:
        total = self.total
        for time, units in self.log:
            if time > now - self.period:
                break
            total -= units
        return Level(self.limit - total, self.log[-1][0] + self.period - now if total else 0)
