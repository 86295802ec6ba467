"""Wrong: a granted take returns the delay before it goes ahead, not 0; shows in the second take of a burst."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0  # in period-ths of a unit
        self.last = 0

    def _leaked(self, now: int) -> int:
        return max(0, self.water - max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be 1..{self.quota.burst}")
        self.water = self._leaked(now)
        self.last = max(self.last, now)
        new_water = self.water + cost * self.quota.period
        too_much = new_water - self.quota.burst * self.quota.period
        if too_much > 0:
            return -(-too_much // self.quota.limit)
        wait_in_line = -(-self.water // self.quota.limit)
        self.water = new_water
        return wait_in_line

    def level(self, now: int) -> Level:
        water = self._leaked(now)
        return Level(self.quota.burst - -(-water // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._leaked(now) // self.quota.limit)
