"""Wrong: takes the units of a cost one after another and returns at the first that doesn't fit; those before it stay in the log (law 1)."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.stamps: deque[int] = deque()
        self.clock = 0

    def _acquire(self, now: int) -> bool:
        if len(self.stamps) >= self.limit:
            return False
        self.stamps.append(now)
        return True

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        while self.stamps and self.stamps[0] <= now - self.period:
            self.stamps.popleft()
        short = len(self.stamps) + cost - self.limit  # how many must leave first
        for _ in range(cost):
            if not self._acquire(now):
                return self.stamps[short - 1] + self.period - now
        return 0

    def level(self, now: int) -> Level:
        gone = 0
        for stamp in self.stamps:
            if stamp > now - self.period:
                break
            gone += 1
        left = len(self.stamps) - gone
        return Level(self.limit - left, self.stamps[-1] + self.period - now if left else 0)
