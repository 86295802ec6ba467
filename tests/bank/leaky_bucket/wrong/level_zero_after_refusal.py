"""Says in `remaining` that nothing is left right after a refusal, although something smaller would fit.

Breaks: law 7 (level is exact)
Level: level
Shows: 2/10: take(0) take(0, 2) level(0)
Expected: Level(remaining=1, reset_after=5); yours: Level(remaining=0, reset_after=5)
Shipped: throttled-py 3.5.0, sliding window: a denied call reports remaining 0 where peek says 2
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0
        self.refused_at = None

    def _water(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.clock = self._water(now), max(self.clock, now)
        overflow = self.water + (cost - quota.burst) * quota.period
        if overflow > 0:
            self.refused_at = now
            return -(-overflow // quota.limit)
        self.water += cost * quota.period
        self.refused_at = None
        return 0

    def level(self, now: int) -> Level:
        if now == self.refused_at:
            return Level(0, self.delay(now))
        return Level(self.quota.burst - -(-self._water(now) // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
