"""Answers a cost above the burst with a wait that will never be enough.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 10
Shipped: throttled-py 3.5.0: a cost of 6 on a limit of 5 with timeout=3 hung and came back after 4.0 s
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens, self.clock = quota.burst * quota.period, 0

    def _at(self, now):
        return min(self.burst * self.period, self.tokens + self.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        self.tokens, self.clock = self._at(now), max(self.clock, now)
        left = self.tokens - cost * self.period
        if left < 0:
            return -(left // self.limit)
        self.tokens = left
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(tokens // self.period, -((tokens - self.burst * self.period) // self.limit))
