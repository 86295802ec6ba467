"""Shows a token as remaining as soon as a fraction of it is there.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(1)
Expected: Level(remaining=0, reset_after=9); yours: Level(remaining=1, reset_after=9)
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.debt, self.last = 0, 0

    def _debt_at(self, now):
        return max(0, self.debt - self.limit * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.debt, self.last = self._debt_at(now), max(self.last, now)
        excess = self.debt + (cost - self.burst) * self.period
        if excess > 0:
            return -(-excess // self.limit)
        self.debt += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        debt = self._debt_at(now)
        return Level(self.burst - debt // self.period, -(-debt // self.limit))
