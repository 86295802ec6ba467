"""Takes any later window for the next one when level is asked about the future.

Breaks: law 7 (level is exact about the future too)
Level: level
Shows: 4/10: take(5, 4) level(25)
Expected: level(25) answers Level(4, 0); yours: Level(2, 5)
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("sliding windows have no burst")
        self.quota = quota
        self.window = 0
        self.before = 0
        self.current = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if cost < 1 or limit < cost:
            raise ValueError(f"cost {cost} vs. limit {limit}")
        window = now // period
        if window > self.window:
            self.before = self.current if window - self.window == 1 else 0
            self.current = 0
            self.window = window
        elapsed = max(0, now - self.window * period)
        if self.before * (period - elapsed) + (self.current + cost) * period <= limit * period:
            self.current += cost
            return 0
        if self.current + cost <= limit:
            when = period - (limit - cost - self.current) * period // self.before
        else:
            when = period + period - (limit - cost) * period // self.current
        return when - elapsed

    def level(self, now: int) -> Level:
        limit, period = self.quota.limit, self.quota.period
        if now // period > self.window:
            before, current = self.current, 0
        else:
            before, current = self.before, self.current
        left = period - now % period
        remaining = (limit * period - before * left - current * period) // period
        reset_after = left + period if current else left if before else 0
        return Level(max(0, remaining), reset_after)
