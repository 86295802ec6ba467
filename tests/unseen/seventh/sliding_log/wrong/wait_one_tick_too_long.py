"""Wrong: an entry leaves at a period of age, but the wait is counted to the tick after (the bounds of put and waiting differ, as in PyrateLimiter #289)."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.interval = quota.period
        self.items: deque[int] = deque()
        self.clock = 0

    def _leak(self, now: int) -> int:
        lower_bound = now - self.interval + 1
        gone = 0
        for item in self.items:
            if item >= lower_bound:
                break
            gone += 1
        return gone

    def _waiting(self, now: int, weight: int) -> int:
        blocking = self.items[len(self.items) + weight - self.limit - 1]
        lower_bound = now - self.interval
        return blocking - lower_bound + 1

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("weight must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        for _ in range(self._leak(now)):
            self.items.popleft()
        if len(self.items) + cost > self.limit:
            return self._waiting(now, cost)
        self.items.extend([now] * cost)
        return 0

    def level(self, now: int) -> Level:
        count = len(self.items) - self._leak(now)
        return Level(self.limit - count, self.items[-1] + self.interval - now if count else 0)
