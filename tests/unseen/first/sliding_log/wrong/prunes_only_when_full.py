"""Old entries are removed only by a take that does not fit: with a large limit the log keeps almost every call of the past.

Source: (c) lazy cleanup.
Witness: Quota(10**6, 10): after take(0), take(10), take(20), ... take(10**6) the log holds 10**5 entries, of which one counts; twice as many as count are allowed.
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

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        if self.used + cost > self.limit:
            while self.log and self.log[0][0] <= self.clock - self.period:
                self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
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
