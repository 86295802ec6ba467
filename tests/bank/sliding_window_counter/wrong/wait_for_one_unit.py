"""Tells when one unit will be free, whatever the cost was.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 2/10: take(0, 2) take(10, 2)
Expected: 10; yours: 5
Shipped: not known
"""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(slots=True)
class SlidingWindowCounter:
    quota: Quota
    clock: int = 0
    p: int = 0
    q: int = 0

    def __post_init__(self) -> None:
        if self.quota.burst != self.quota.limit:
            raise ValueError("burst must equal limit")

    def _look(self, now: int) -> tuple[int, int, int]:
        passed = now // self.quota.period - self.clock // self.quota.period
        left = self.quota.period - now % self.quota.period
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def _wait(self, p: int, q: int, left: int, cost: int) -> int:
        period, room = self.quota.period, self.quota.limit - cost
        if q <= room:
            return max(1, left - (room - q) * period // p) if p else 1
        return left + period - room * period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = max(now, self.clock)
        p, q, left = self._look(now)
        granted = p * left + (q + cost) * self.quota.period <= self.quota.limit * self.quota.period
        self.p, self.q, self.clock = p, q + cost * granted, now
        return 0 if granted else self._wait(p, q, left, 1)

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.quota.limit - q) * self.quota.period - p * left
        reset_after = self._wait(p, q, left, self.quota.limit) if p or q else 0
        return Level(max(0, free // self.quota.period), reset_after)
