"""Throws away, on a refusal, the fraction of a token that had been refilled.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(5) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole, self.part, self.clock = quota.burst, 0, 0

    def _at(self, now):
        more, part = divmod(self.part + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        whole = self.whole + more
        return (whole, part) if whole < self.quota.burst else (self.quota.burst, 0)

    def _wait(self, cost, whole, part):
        return -(((whole - cost) * self.quota.period + part) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        whole, part = self._at(now)
        self.clock = max(self.clock, now)
        if whole >= cost:
            self.whole, self.part = whole - cost, part
            return 0
        self.whole, self.part = whole, 0
        return self._wait(cost, whole, part)

    def level(self, now: int) -> Level:
        whole, part = self._at(now)
        return Level(whole, self._wait(self.quota.burst, whole, part))
