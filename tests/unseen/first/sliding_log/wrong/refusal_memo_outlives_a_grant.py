"""A refusal is remembered as (cost, end) and repeated for the same cost until its end, although a smaller grant came between.

Source: (c) caches, as the in-memory block of refused keys.
Witness: 5/10: take(0) take(1, 3) take(5, 2) take(6) take(7, 2) -> 3, right: 4
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0
        self.memo = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        if self.memo[0] == cost and now < self.memo[1]:
            return self.memo[1] - now
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            self.memo = cost, tick + self.period
            return tick + self.period - now
        self.log.append((self.clock, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        left = self.limit - self.used
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
