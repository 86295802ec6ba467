"""Spends the whole units that are left on a request that it refuses.

Breaks: law 1 (all or nothing)
Level: cost
Shows: 3/10: take(0, 2) take(0, 2) take(0)
Expected: 0; yours: 14
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

    def _wait(self, p: int, q: int, left: int, cost: int) -> int:
        period, room = self.quota.period, self.quota.limit - cost
        if p * left + q * period <= room * period:
            return 0
        if q <= room:
            return left - (room - q) * period // p
        return left + period - room * period // q

    def _free(self, p: int, q: int, left: int) -> int:
        return max(0, ((self.quota.limit - q) * self.quota.period - p * left) // self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = max(now, self.clock)
        p, q, left = self._look(now)
        self.p, self.q, self.clock = p, q + min(cost, self._free(p, q, left)), now
        return self._wait(p, q, left, cost)

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        return Level(self._free(p, q, left), self._wait(p, q, left, self.quota.limit))
