"""Counts only whole units of water as used, so remaining is one too many while a unit leaks.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(1)
Expected: Level(remaining=0, reset_after=9); yours: Level(remaining=1, reset_after=9)
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.empty_at = 0

    def _draining(self, now):
        return max(0, self.empty_at - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        draining = self._draining(now) + cost * self.period
        too_long = draining - self.burst * self.period
        if too_long > 0:
            return -(-too_long // self.limit)
        self.empty_at = now * self.limit + draining
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.burst - self._draining(now) // self.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._draining(now) // self.limit)
