"""When 512 dead entries or more are cut off the front of the list, the cut takes the oldest live one with them; its units then count for ever.

Source: (c) compaction thresholds.
Witness:
    m = SlidingLog(Quota(1000, 1000)); for i in range(513): m.take(i) -> 0
    m.take(1511) -> 0
    m.level(1513) -> Level(998, 998), right: Level(999, 998)
"""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: list[tuple[int, int]] = []
        self.head = self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.head < len(self.log) and self.log[self.head][0] <= self.clock - self.period:
            self.used -= self.log[self.head][1]
            self.head += 1
        if self.head >= 512 and 2 * self.head >= len(self.log):
            del self.log[: self.head + 1]
            self.head = 0
        need = self.used + cost - self.limit
        if need > 0:
            i = self.head
            while i < len(self.log) - 1 and need > self.log[i][1]:
                need -= self.log[i][1]
                i += 1
            tick = self.log[i][0] if self.log else self.clock
            return tick + self.period - now
        self.log.append((self.clock, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        left = self.limit - self.used
        for i in range(self.head, len(self.log)):
            tick, units = self.log[i]
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
