"""Looks the previous window up by its index less the period instead of less one, and so never finds it.

Breaks: law 0 (the previous window counts too)
Level: weight
Shows: 1/10: take(0) take(10)
Expected: 10; yours: 0
Shipped: upstash/ratelimit-js issue 39, fixed in 61: previous was current - duration, so it acted as a fixed window
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.counts: dict[int, int] = {}

    def _counts(self, now: int) -> tuple[int, int]:
        window = now // self.quota.period
        return self.counts.get(window - self.quota.period, 0), self.counts.get(window, 0)

    def _wait(self, now: int, cost: int) -> int:
        period, (p, q) = self.quota.period, self._counts(now)
        left, room = period - now % period, self.quota.limit - cost
        if p * left + q * period <= room * period:
            return 0
        if q > room:
            return left
        return left - (room - q) * period // p

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        if not wait:
            window = now // self.quota.period
            count = self.counts.get(window, 0) + cost
            self.counts = {w: n for w, n in self.counts.items() if w == window - 1} | {window: count}
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        p, q = self._counts(now)
        left = self.quota.period - now % self.quota.period
        free = (self.quota.limit - q) * self.quota.period - p * left
        return Level(max(0, free // self.quota.period), self._wait(now, self.quota.limit))
