"""Plain ints: a unit of water is `period` drops, `limit` drops leak per tick."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = 0
        self.clock = 0

    def _water(self, now: int) -> int:
        return max(0, self.water - max(0, now - self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("a cost is at least 1")
        if cost > self.burst:
            raise ValueError(f"a cost of {cost} never fits into {self.burst}")
        self.water = self._water(now)
        self.clock = max(self.clock, now)
        over = self.water + (cost - self.burst) * self.period
        if over > 0:
            return -(-over // self.limit)
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        return Level((self.burst * self.period - self._water(now)) // self.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
