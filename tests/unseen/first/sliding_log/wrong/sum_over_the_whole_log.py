"""take adds up all entries to know what counts: its time grows with the log.

Source: (c) a functional style.
Witness: Quota(10**6, 10**9): after 10**5 takes at ticks 0, 1, 2, ... one take visits 10**5 entries; the brief's "Cheap, for a log" allows none of those that count.
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.log.popleft()
        used = sum(units for _, units in self.log)
        need = used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            return tick + self.period - now
        self.log.append((self.clock, cost))
        return 0

    def level(self, now: int) -> Level:
        used = sum(units for tick, units in self.log if tick > now - self.period)
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
