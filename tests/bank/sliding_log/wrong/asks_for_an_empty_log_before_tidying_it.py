"""Answers a request for the whole limit from a log that isn't tidied yet, and refuses it though all has left.

Breaks: law 1 (one that is a period old counts no more)
Level: cost
Shows: 3/10: take(0) take(10, 3)
Expected: take(10, 3) answers 0; yours: 1
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("A sliding log has no burst of its own")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.count = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}, not {cost}")
        now = max(now, self.clock)
        self.clock = now
        if cost == self.limit and self.log:
            # no need to search: everything has to go
            return max(1, self.log[-1][0] + self.period - now)
        self._tidy(now)
        if self.count + cost <= self.limit:
            self.log.append((now, cost))
            self.count += cost
            return 0
        return self._wait(now, self.count + cost - self.limit)

    def _tidy(self, now):
        while self.log and now - self.log[0][0] >= self.period:
            self.count -= self.log.popleft()[1]

    def _wait(self, now, units):
        for time, cost in self.log:
            units -= cost
            if units <= 0:
                return self.period - (now - time)

    def level(self, now: int) -> Level:
        count = self.count
        for time, cost in self.log:
            if now - time < self.period:
                return Level(self.limit - count, max(0, self.period - (now - self.log[-1][0])))
            count -= cost
        return Level(self.limit, 0)
