"""Says to wait until the next window although the previous one fades enough before.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0, 2) take(10)
Expected: 5; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.counts = (0, 0)

    def _at(self, now: int) -> tuple[int, int]:
        passed = now // self.quota.period - self.clock // self.quota.period
        return (self.counts, (self.counts[1], 0), (0, 0))[min(passed, 2)]

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if cost < 1 or cost > limit:
            raise ValueError(f"cost must be in 1..{limit}")
        now = max(now, self.clock)
        p, q = self._at(now)
        self.clock = now
        left = period - now % period
        granted = p * left + (q + cost) * period <= limit * period
        self.counts = p, q + cost if granted else q
        if granted:
            return 0
        if q + cost > limit:
            return left + period - (limit - cost) * period // q
        return left

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        p, q = self._at(now)
        left = self.quota.period - now % self.quota.period
        remaining = self.quota.limit - q - -(-p * left // self.quota.period)
        return Level(max(0, remaining), left + self.quota.period if q else left if p else 0)
