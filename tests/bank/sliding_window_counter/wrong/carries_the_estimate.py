"""Takes the last estimate, not the last window's own count, for the previous one, so old windows go on weighing.

Breaks: law 0 (p is what was granted in the window just before)
Level: weight
Shows: 2/10: take(0, 2) take(15) take(21)
Expected: 0; yours: 4
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.clock = self.previous = self.current = 0

    def _counts(self, now):
        period = self.quota.period
        windows = now // period - self.clock // period
        if windows == 0:
            return self.previous, self.current
        if windows == 1:
            return self.current + self.previous * (period - self.clock % period) // period, 0
        return 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be between 1 and {limit}")
        now = max(now, self.clock)
        self.previous, self.current = self._counts(now)
        self.clock = now
        left = period - now % period
        over = self.previous * left + (self.current + cost - limit) * period
        if over <= 0:
            self.current += cost
            return 0
        if self.current + cost <= limit:
            return -(-over // self.previous)
        return left + period - (limit - cost) * period // self.current

    def level(self, now: int) -> Level:
        limit, period = self.quota.limit, self.quota.period
        now = max(now, self.clock)
        previous, current = self._counts(now)
        left = period - now % period
        remaining = max(0, (limit * period - previous * left - current * period) // period)
        if current:
            return Level(remaining, left + period)
        return Level(remaining, left if previous else 0)
