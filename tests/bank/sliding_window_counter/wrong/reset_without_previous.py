"""Says that the meter is fresh while the previous window still weighs.

Breaks: law 7 (reset_after is 0 only if a take of the whole limit would be granted)
Level: level
Shows: 1/10: take(0) level(15)
Expected: Level(remaining=0, reset_after=5); yours: Level(remaining=0, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = self.p = self.q = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        passed = now // self.quota.period - self.clock // self.quota.period
        left = self.quota.period - now % self.quota.period
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if cost < 1 or cost > limit:
            raise ValueError(f"cost must be in 1..{limit}")
        now = max(now, self.clock)
        self.p, self.q, left = self._look(now)
        self.clock = now
        if self.p * left + (self.q + cost) * period <= limit * period:
            self.q += cost
            return 0
        if self.q + cost <= limit:
            return left - (limit - self.q - cost) * period // self.p
        return left + period - (limit - cost) * period // self.q

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.quota.limit - q) * self.quota.period - p * left
        return Level(max(0, free // self.quota.period), left + self.quota.period if q else 0)
