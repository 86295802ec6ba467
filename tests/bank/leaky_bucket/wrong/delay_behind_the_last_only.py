"""Makes a request stand behind the last granted one only, not behind all that is in the bucket.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 2/10: take(0) take(0) delay(0)
Expected: 10; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.empty_at = self.last_gone_at = 0

    def _until(self, time, now):
        return max(0, time - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        draining = self._until(self.empty_at, now) + cost * quota.period
        if draining > quota.burst * quota.period:
            return -((quota.burst * quota.period - draining) // quota.limit)
        self.empty_at = now * quota.limit + draining
        self.last_gone_at = now * quota.limit + cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        draining = self._until(self.empty_at, now)
        return Level(max(0, self.quota.burst - -(-draining // self.quota.period)), -(-draining // self.quota.limit))

    def delay(self, now: int) -> int:
        return -(-self._until(self.last_gone_at, now) // self.quota.limit)
