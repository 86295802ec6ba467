"""Pours the first request in without asking whether that fits.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 0
Shipped: rush 2021.4.0, periodic limiter: never checks the first request of a window, 50 units passed a limit of 5
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = None
        self.clock = 0

    def _water_at(self, now):
        return max(0, (self.water or 0) - max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        if self.water is None:
            self.water, self.clock = cost * period, now
            return 0
        if cost > burst:
            raise ValueError(f"cost must be at most {burst}, got {cost}")
        self.water, self.clock = self._water_at(now), max(self.clock, now)
        over = self.water + (cost - burst) * period
        if over > 0:
            return -(-over // limit)
        self.water += cost * period
        return 0

    def level(self, now: int) -> Level:
        free = self.quota.burst * self.quota.period - self._water_at(now)
        return Level(max(0, free // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water_at(now) // self.quota.limit)
