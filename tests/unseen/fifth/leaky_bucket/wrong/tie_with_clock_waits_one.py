"""Wrong: a refused take at the very time of the last one is treated like a late one, whose wait may be anything."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.water = 0
        self.clock = -1  # no take yet

    def _leaked(self, now: int) -> int:
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost}")
        water, late = self._leaked(now), now <= self.clock
        if not late:
            self.water, self.clock = water, now
        full = self.water + cost * self.quota.period
        if full <= self.brim:
            self.water = full
            return 0
        if late:
            return 1  # time stands still for it
        return -((self.brim - full) // self.quota.limit)

    def delay(self, now: int) -> int:
        return -(-self._leaked(now) // self.quota.limit)

    def level(self, now: int) -> Level:
        return Level((self.brim - self._leaked(now)) // self.quota.period, self.delay(now))
