"""Compares with < where <= is meant, so with a limit of 1 nothing is ever granted.

Breaks: law 0 (grant while the estimate with the cost stays within the limit)
Level: limit
Shows: 1/10: take(0)
Expected: 0; yours: 10
Shipped: upstash/ratelimit-js issue 39, fixed in 61: slidingWindow(1) always denied
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.counts = [0, 0]

    def _counts(self, now: int) -> list[int]:
        passed = now // self.quota.period - self.clock // self.quota.period
        return ([0] * min(2, passed) + self.counts)[:2]

    def _used(self, now: int) -> int:
        q, p = self._counts(now)
        return q * self.quota.period + p * (self.quota.period - now % self.quota.period)

    def _wait(self, now: int, cost: int) -> int:
        period, (q, p) = self.quota.period, self._counts(now)
        left, room = period - now % period, self.quota.limit - cost
        if q > room:
            return left + period - room * period // q
        return max(1, left - (room - q) * period // p) if p else period

    def take(self, now: int, cost: int = 1) -> int:
        period, limit = self.quota.period, self.quota.limit
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be in 1..{limit}")
        now = max(now, self.clock)
        granted = self._used(now) + cost * period < limit * period
        wait = 0 if granted else self._wait(now, cost)
        self.counts, self.clock = self._counts(now), now
        if granted:
            self.counts[0] += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        free = self.quota.limit * self.quota.period - self._used(now)
        return Level(max(0, free // self.quota.period), self._wait(now, self.quota.limit) if self._used(now) else 0)
