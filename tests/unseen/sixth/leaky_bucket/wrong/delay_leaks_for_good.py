"""Wrong: delay stores what it has worked out, clock included; a delay asked for the future drains the bucket today."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0
        self.clock = 0

    def _peek(self, now: int) -> int:
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

    def _leak(self, now: int) -> int:
        self.water = self._peek(now)
        self.clock = max(self.clock, now)
        return self.water

    def delay(self, now: int) -> int:
        return -(-self._leak(now) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        over = self._leak(now) + (cost - self.quota.burst) * self.quota.period
        if over > 0:
            return -(-over // self.quota.limit)
        self.water += cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        water = self._peek(now)
        return Level(self.quota.burst - -(-water // self.quota.period), -(-water // self.quota.limit))
