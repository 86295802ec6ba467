"""Rounds the reset to the nearest whole second, as a store tells how long a key will live.

Breaks: law 7 (reset_after is until the meter is fresh)
Level: level
Shows: 1/10000000000: take(0) level(300000000)
Expected: Level(remaining=0, reset_after=9700000000); yours: Level(remaining=0, reset_after=10000000000)
Shipped: limits 5.8.0 on Redis: works with TTL, and the reset of one window of 10 s wandered from 9.7 s to 10.3 s
"""

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("fixed windows know no burst")
        self.quota = quota
        self.ends, self.used = quota.period, 0

    def _at(self, now):
        if now < self.ends:
            return self.ends, self.used
        return now - now % self.quota.period + self.quota.period, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cannot grant {cost}")
        self.ends, self.used = self._at(now)
        if self.used + cost > self.quota.limit:
            return self.ends - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        ends, used = self._at(now)
        ttl = (ends - now + SECOND // 2) // SECOND
        return Level(self.quota.limit - used, ttl * SECOND if used else 0)
