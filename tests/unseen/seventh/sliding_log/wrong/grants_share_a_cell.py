"""Wrong: to save memory, grants of the same 256th of a period share an entry with the cell's last tick for a time; exact up to periods of 511, rounded above."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    CELLS = 256

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.width = max(1, quota.period // self.CELLS)
        self.cells: deque[list[int]] = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        while self.cells and self.cells[0][0] <= now - self.period:
            self.used -= self.cells.popleft()[1]
        over = self.used + cost - self.limit
        if over <= 0:
            last = now - now % self.width + self.width - 1
            if self.cells and self.cells[-1][0] == last:
                self.cells[-1][1] += cost
            else:
                self.cells.append([last, cost])
            self.used += cost
            return 0
        for tick, units in self.cells:
            over -= units
            if over <= 0:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        used = self.used
        for tick, units in self.cells:
            if tick > now - self.period:
                break
            used -= units
        return Level(self.limit - used, self.cells[-1][0] + self.period - now if used else 0)
