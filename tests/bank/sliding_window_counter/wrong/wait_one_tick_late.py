"""Rounds the wait up by adding one, also when the division leaves nothing.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0, 2) take(10)
Expected: 5; yours: 6
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts: dict[int, int] = {}
        self.clock = 0

    def _counts(self, now: int) -> tuple[int, int, int]:
        window, elapsed = divmod(now, self.period)
        return self.counts.get(window - 1, 0), self.counts.get(window, 0), self.period - elapsed

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        p, q, left = self._counts(now)
        if p * left + (q + cost) * self.period <= self.limit * self.period:
            window = now // self.period
            self.counts = {window - 1: p, window: q + cost}
            return 0
        if q + cost > self.limit:
            p, q, left = q, 0, left + self.period
        excess = p * left - (self.limit - q - cost) * self.period
        return excess // p + 1

    def level(self, now: int) -> Level:
        p, q, left = self._counts(max(now, self.clock))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), left + self.period if q else left if p else 0)
