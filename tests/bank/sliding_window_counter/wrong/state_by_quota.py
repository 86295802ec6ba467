"""Keeps the counts in a table of the class by quota, so meters with equal quotas count together.

Breaks: law 0 (the formula decides)
Level: limit
Shows: on 1/8, take(0) on one meter and then take(0) on another one
Expected: 0; yours: 16
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    states: dict[Quota, list[int]] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.counts = self.states.setdefault(quota, [0, 0, 0])

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be between 1 and {limit}, got {cost}")
        now = max(now, self.clock)
        self.counts[:] = *self._counts_at(now), now
        left = period - now % period
        too_much = self.before * left + (self.current + cost - limit) * period
        if too_much <= 0:
            self.counts[1] += cost
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

    before = property(lambda self: self.counts[0])
    current = property(lambda self: self.counts[1])
    clock = property(lambda self: self.counts[2])

    def _counts_at(self, now: int) -> tuple[int, int]:
        windows_on = now // self.quota.period - self.clock // self.quota.period
        if windows_on == 0:
            return self.before, self.current
        if windows_on == 1:
            return self.current, 0
        return 0, 0
