"""Starts one interval ahead but no longer counts that interval once used, and from then on holds burst + 1.

Breaks: law 0 (the formula decides)
Level: spacing
Shows: 1/10: take(0) take(20) take(20)
Expected: 10; yours: 0
Shipped: governor before 0.8, #249: once the clock had moved, one cell more than the burst passed
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = None

    def _ahead(self, now):
        if self.tat is None:
            return self.quota.period
        return max(0, self.tat - now * self.quota.limit)

    def _wait(self, now, cost):
        over = self._ahead(now) + (cost - 1 - self.quota.burst) * self.quota.period
        return max(0, -(-over // self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        wait = self._wait(now, cost)
        if wait == 0:
            self.tat = now * quota.limit + self._ahead(now) + cost * quota.period
        return wait

    def level(self, now: int) -> Level:
        room = (self.quota.burst + 1) * self.quota.period - self._ahead(now)
        remaining = min(self.quota.burst, max(0, room // self.quota.period))
        return Level(remaining, self._wait(now, self.quota.burst))
