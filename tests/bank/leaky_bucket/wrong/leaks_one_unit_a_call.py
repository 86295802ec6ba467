"""Lets one unit leak a call at most, like a worker that takes one request from its queue each time it is woken.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 2/10: take(0) take(0) take(10) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.drops = self.last = 0

    def _drops_at(self, now):
        leaked = max(0, now - self.last) * self.quota.limit
        return max(0, self.drops - min(leaked, self.quota.period))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        self.drops, self.last = self._drops_at(now), max(now, self.last)
        over = self.drops + (cost - self.quota.burst) * self.quota.period
        if over <= 0:
            self.drops += cost * self.quota.period
            return 0
        return -(-over // self.quota.limit)

    def level(self, now: int) -> Level:
        return Level(self.quota.burst + -self._drops_at(now) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._drops_at(now) // self.quota.limit)
