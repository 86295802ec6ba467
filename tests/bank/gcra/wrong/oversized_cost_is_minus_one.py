"""Answers a cost above the burst with a wait of -1, for "never", instead of raising.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: -1
Shipped: Redis #15113, its GCRA: a request larger than the burst is limited, to be tried again in -1
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def _ahead(self, now):
        return max(0, self.tat - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        if cost > self.burst:
            return -1
        ahead = self._ahead(now) + cost * self.period
        if ahead > self.burst * self.period:
            return -((self.burst * self.period - ahead) // self.limit)
        self.tat = now * self.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
