"""The running sum of units is kept in 32 bits, and differences are taken modulo 2**32: 2**32 units that count look like none.

Source: (c) a port from C with uint32_t.
Witness: 8589934592/10: take(4, 4294967296) take(5, 4294967297) -> 0, right: 9
"""

from collections import deque

from ratelimit import Level, Quota

MASK = 0xFFFFFFFF


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.base = self.sum = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.base = self.base + self.log.popleft()[1] & MASK
        used = self.sum - self.base & MASK
        need = used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            return tick + self.period - now
        self.log.append((self.clock, cost))
        self.sum = self.sum + cost & MASK
        return 0

    def level(self, now: int) -> Level:
        left = self.limit - (self.sum - self.base & MASK)
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
