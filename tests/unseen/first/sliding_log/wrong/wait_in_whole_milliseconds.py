"""If the period is a whole number of milliseconds, the wait is cut down to such a number: too short, and 0 for the last one.

Source: (b) vutran1710/PyrateLimiter #23 (remaining_time is 0 when it should be positive).
Witness: 1/1000000: take(0) take(1) -> 0, right: 999999
"""

from collections import deque

from ratelimit import Level, Quota

MILLISECOND = 1_000_000


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            wait = tick + self.period - now
            return wait if self.period % MILLISECOND else wait - wait % MILLISECOND
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
