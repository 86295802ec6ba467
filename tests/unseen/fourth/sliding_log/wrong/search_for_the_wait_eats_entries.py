"""It pops entries to find the wait and puts back only the last one, so a refusal that waits for two removes one."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.total = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost {cost}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.total -= self.log.popleft()[1]
        if self.total + cost <= self.limit:
            self.log.append((now, cost))
            self.total += cost
            return 0
        while self.total + cost > self.limit:
            entry = self.log.popleft()
            self.total -= entry[1]
        self.log.appendleft(entry)
        self.total += entry[1]
        return entry[0] + self.period - now

    def level(self, now: int) -> Level:
        total = self.total
        for time, units in self.log:
            if time > now - self.period:
                break
            total -= units
        return Level(self.limit - total, self.log[-1][0] + self.period - now if total else 0)
