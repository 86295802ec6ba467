"""Wrong: checks only that a cost is not above the limit, so 0 is granted and a negative cost puts units back (as in limits and aiolimiter before 1.3)."""

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

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.limit:
            raise ValueError(f"can't acquire more than {self.limit}")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
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
        if used <= 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.log[-1][0] + self.period - now)
