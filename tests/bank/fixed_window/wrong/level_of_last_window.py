"""Reports the count of the last window that was used, even when it is over.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=10)
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.start = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}, got {cost}")
        if now - self.start >= self.period:
            self.start = now - now % self.period
            self.used = 0
        if self.used + cost > self.limit:
            return self.start + self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        reset_after = self.period - now % self.period if self.used else 0
        return Level(self.limit - self.used, reset_after)
