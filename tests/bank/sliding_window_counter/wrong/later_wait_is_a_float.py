"""Divides with floats for a wait that ends in the next window.

Breaks: law 3 (the wait is exact)
Level: exact
Shows: 1/9007199254740993: take(0) take(0)
Expected: 18014398509481986; yours: 18014398509481985
Shipped: not known
"""

from math import ceil

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.clock = 0
        self.current = 0
        self.before = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be between 1 and {limit}, got {cost}")
        now = max(now, self.clock)
        self.before, self.current = self._counts_at(now)
        self.clock = now
        left = period - now % period
        too_much = self.before * left + (self.current + cost - limit) * period
        if too_much <= 0:
            self.current += cost
            return 0
        if self.current + cost <= limit:
            return -(-too_much // self.before)
        return left + ceil(period * (self.current + cost - limit) / self.current)

    def level(self, now: int) -> Level:
        limit, period = self.quota.limit, self.quota.period
        now = max(now, self.clock)
        before, current = self._counts_at(now)
        left = period - now % period
        remaining = (limit * period - before * left - current * period) // period
        if current:
            return Level(remaining, left + period)
        return Level(remaining, left if before else 0)

    def _counts_at(self, now: int) -> tuple[int, int]:
        windows_on = now // self.quota.period - self.clock // self.quota.period
        if windows_on == 0:
            return self.before, self.current
        if windows_on == 1:
            return self.current, 0
        return 0, 0
