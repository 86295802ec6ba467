"""Gives as `reset_after` the time at which the bucket is full, not the wait until then.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(5) level(5)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=15)
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full_at = 0  # in ticks times the limit

    def _busy(self, now):
        return max(0, self.full_at - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        busy = self._busy(now) + cost * quota.period
        over = busy - quota.burst * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.full_at = now * quota.limit + busy
        return 0

    def level(self, now: int) -> Level:
        busy = self._busy(now)
        remaining = max(0, self.quota.burst - -(-busy // self.quota.period))
        return Level(remaining, -(-self.full_at // self.quota.limit) if busy else 0)
