"""The log is a deque with the limit as its maxlen, which is a C ssize_t: a limit of 2**63 raises OverflowError.

Source: (c) integer widths hidden in C.
Witness:
    SlidingLog(Quota(2**63, 10)) -> OverflowError, right: a new log
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque(maxlen=self.limit)
        self.total = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        self.clock = max(self.clock, now)
        log = self.log
        while log and log[0][0] <= self.clock - self.period:
            self.total -= log.popleft()[1]
        excess = self.total + cost - self.limit
        if excess <= 0:
            log.append((self.clock, cost))
            self.total += cost
            return 0
        for tick, units in log:
            excess -= units
            if excess <= 0:
                break
        return tick + self.period - now

    def level(self, now: int) -> Level:
        left = self.limit - self.total
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
