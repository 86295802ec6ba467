"""Adds the cost to the debt first and compares afterwards, so a refused call has spent as well.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(0) take(10)
Expected: 0; yours: 10
Shipped: limits 5.8.0, fixed window: 8 of 10 used, a refused 5, and then 2 is refused too
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.debt, self.last = 0, 0

    def _debt(self, now):
        return max(0, self.debt - max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1 or cost > quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.debt = self._debt(now) + cost * quota.period
        self.last = max(self.last, now)
        over = self.debt - quota.burst * quota.period
        return -(-over // quota.limit) if over > 0 else 0

    def level(self, now: int) -> Level:
        debt = self._debt(now)
        return Level(max(0, self.quota.burst - -(-debt // self.quota.period)), -(-debt // self.quota.limit))
