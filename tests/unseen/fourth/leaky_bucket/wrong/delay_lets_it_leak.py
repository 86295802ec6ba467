"""`delay` lets the water leak up to its time and keeps the result, so asking about later makes room now."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _after_leak(self, now: int) -> tuple[int, int]:
        if now <= self.clock:
            return self.water, self.clock
        return max(0, self.water - (now - self.clock) * self.quota.limit), now

    def delay(self, now: int) -> int:
        self.water, self.clock = self._after_leak(now)
        return -(-self.water // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost")
        self.water, self.clock = self._after_leak(now)
        over = self.water + (cost - self.quota.burst) * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.water += cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        water, _ = self._after_leak(now)
        free = self.quota.burst * self.quota.period - water
        return Level(free // self.quota.period, -(-water // self.quota.limit))
