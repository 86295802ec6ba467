"""Wrong: a late take is turned away before its cost is looked at, so an impossible cost gets a wait and no ValueError."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0  # in period-ths of a unit
        self.clock = 0

    def _water_after(self, ticks: int) -> int:
        return max(0, self.water - max(0, ticks) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if now < self.clock:
            return self.clock - now
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        self.water = self._water_after(now - self.clock)
        self.clock = now
        over = self.water + (cost - self.quota.burst) * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.water += cost * self.quota.period
        return 0

    def delay(self, now: int) -> int:
        return -(-self._water_after(now - self.clock) // self.quota.limit)

    def level(self, now: int) -> Level:
        water = self._water_after(now - self.clock)
        return Level(self.quota.burst - -(-water // self.quota.period), self.delay(now))
