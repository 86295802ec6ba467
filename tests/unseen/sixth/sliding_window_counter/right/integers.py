"""Right: two counts, the window and the clock; everything multiplied by the period, and the wait from a closed formula."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.current = 0
        self.before = 0

    def _counts(self, now: int) -> tuple[int, int]:
        windows = now // self.period - self.clock // self.period
        if windows <= 0:
            return self.before, self.current
        return (self.current if windows == 1 else 0), 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}, got {cost}")
        now = max(now, self.clock)
        before, current = self.before, self.current = self._counts(now)
        self.clock = now
        left = self.period - now % self.period
        room = self.limit - cost - current
        if before * left <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._counts(now)
        left = self.period - now % self.period
        weighted = -(-before * left // self.period)
        reset = left + self.period if current else left if before else 0
        return Level(self.limit - current - weighted, reset)
