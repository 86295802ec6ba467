"""Finds remaining by trying one cost after the other.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^9, level of a new limiter goes round the loop 10^9 times
Expected: Level(remaining=1000000000, reset_after=0) at once; yours: the same after minutes
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _wait(self, now, cost):
        ahead = max(0, self.tat - now * self.quota.limit)
        return max(0, -(-(ahead + (cost - self.quota.burst) * self.quota.period) // self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        wait = self._wait(now, cost)
        if not wait:
            self.tat = max(self.tat, now * self.quota.limit) + cost * self.quota.period
        return wait

    def level(self, now: int) -> Level:
        remaining = 0
        while remaining < self.quota.burst and self._wait(now, remaining + 1) == 0:
            remaining += 1
        return Level(remaining, self._wait(now, self.quota.burst))
