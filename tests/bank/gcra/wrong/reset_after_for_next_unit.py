"""Gives the wait for one unit as `reset_after`, which is 0 as soon as anything at all would be granted.

Breaks: law 7 (level is exact)
Level: level
Shows: 2/10: take(0) level(0)
Expected: Level(remaining=1, reset_after=5); yours: Level(remaining=1, reset_after=0)
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
        if wait == 0:
            self.tat = max(self.tat, now * self.quota.limit) + cost * self.quota.period
        return wait

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), self._wait(now, 1))
