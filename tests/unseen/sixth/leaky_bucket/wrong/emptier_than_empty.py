"""Wrong: the leak isn't stopped at 0, so an idle bucket owes water and lets far more than the burst through later."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.level_units = 0
        self.last = 0

    def _leak(self, now: int) -> None:
        elapsed = now - self.last
        if elapsed > 0:
            self.level_units -= elapsed * self.limit
            self.last = now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        self._leak(now)
        too_much = self.level_units + (cost - self.burst) * self.period
        if too_much > 0:
            return -(-too_much // self.limit)
        self.level_units += cost * self.period
        return 0

    def _water(self, now: int) -> int:
        return max(0, self.level_units - max(0, now - self.last) * self.limit)

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.burst * self.period - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
