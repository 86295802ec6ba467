"""Keeps two counts by turns, and clears only that of a new window, so after a rest the other is an old one.

Breaks: law 0 (the formula decides)
Level: weight
Shows: 1/8: take(1) take(25)
Expected: 0; yours: 7
Shipped: not known
"""

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
        may_be_left = (limit - cost) * period // self.current
        return left + period - may_be_left

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
        return (self.before if windows_on % 2 == 0 else self.current), 0
