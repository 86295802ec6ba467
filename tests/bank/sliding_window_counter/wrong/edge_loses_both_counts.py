"""Tests for this window and for the next one but not for the tick between them, where both counts are lost.

Breaks: law 0 (windows are closed at the start and open at the end)
Level: boundary
Shows: 1/10: take(0) take(10)
Expected: 10; yours: 0
Shipped: rush 2021.4.0, periodic limiter: < and > both left out the instant t + period, where 20 of 20 passed on 5/s
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.start = self.clock = 0
        self.p = self.q = 0

    def _at(self, now):
        period = self.quota.period
        next_start = self.start + period
        if now < next_start:
            return self.start, self.p, self.q
        if next_start < now < next_start + period:
            return next_start, self.q, 0
        return now - now % period, 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost {cost} is not in 1..{limit}")
        now = self.clock = max(now, self.clock)
        self.start, self.p, self.q = self._at(now)
        left = self.start + period - now
        over = self.p * left + (self.q + cost - limit) * period
        if over <= 0:
            self.q += cost
            return 0
        if self.q + cost > limit:
            return left + period - (limit - cost) * period // self.q
        return -(-over // self.p)

    def level(self, now: int) -> Level:
        limit, period = self.quota.limit, self.quota.period
        now = max(now, self.clock)
        start, p, q = self._at(now)
        left = start + period - now
        if q:
            reset = left + period
        else:
            reset = left if p else 0
        return Level(max(0, (limit * period - p * left - q * period) // period), reset)
