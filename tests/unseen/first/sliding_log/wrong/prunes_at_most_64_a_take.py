"""A take removes at most 64 old entries, for a bounded latency, and decides while older ones still count.

Source: (b) apache/shenyu #6754 (stale entries are counted before they are cleaned up).
Witness:
    m = SlidingLog(Quota(100, 10)); 100 times m.take(0) -> 0
    m.take(10, 100) -> 1, right: 0
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
        for _ in range(64):
            if not self.log or self.log[0][0] > self.clock - self.period:
                break
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            return max(1, tick + self.period - now)
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
