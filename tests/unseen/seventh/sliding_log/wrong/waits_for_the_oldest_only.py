"""Wrong: every refusal waits for the oldest entry to leave, also when the cost needs more units than that entry has."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.total = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        if now < self.clock:
            return self.clock - now
        self.clock = now
        while self.log and now - self.log[0][0] >= self.period:
            self.total -= self.log.popleft()[1]
        if self.total + cost > self.limit:
            return self.log[0][0] + self.period - now
        self.log.append((now, cost))
        self.total += cost
        return 0

    def level(self, now: int) -> Level:
        if not self.log or now - self.log[-1][0] >= self.period:
            return Level(self.limit, 0)
        total = self.total
        for tick, cost in self.log:
            if now - tick < self.period:
                break
            total -= cost
        return Level(self.limit - total, self.log[-1][0] + self.period - now)
