"""Takes the bucket for empty after 365 days in nanoseconds.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/63072000000000000: take(0) take(31536000000000001)
Expected: 31535999999999999; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota

YEAR = 365 * 24 * 3600 * 10**9


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.water = 0
        self.clock = 0

    def _leak(self, now):
        elapsed = now - self.clock
        if elapsed <= 0:
            return self.water
        if elapsed > YEAR:
            return 0
        return max(0, self.water - elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        water = self._leak(now)
        over = water + (cost - self.burst) * self.period
        if over <= 0:
            self.water = water + cost * self.period
            self.clock = max(now, self.clock)
            return 0
        return (over + self.limit - 1) // self.limit

    def level(self, now: int) -> Level:
        return Level((self.burst * self.period - self._leak(now)) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        return (self._leak(now) + self.limit - 1) // self.limit
