"""Wrong: removes old entries only when there seems to be no room; the answers are right, but under a large limit entries stay for ever, far more than twice those that count."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = 0
        self.clock = 0

    def _prune(self) -> None:
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        if self.used + cost > self.limit:
            self._prune()
        over = self.used + cost - self.limit
        if over <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        for tick, units in self.log:
            over -= units
            if over <= 0:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        used = self.used
        for tick, units in self.log:
            if tick > now - self.period:
                break
            used -= units
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
