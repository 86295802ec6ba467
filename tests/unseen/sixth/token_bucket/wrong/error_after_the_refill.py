"""Wrong: the cost is checked after the clock has been moved, so a call that raises, made for a later time, moves it."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.parts = self.capacity = quota.burst * quota.period
        self.clock = 0

    def _at(self, now: int) -> int:
        return min(self.capacity, self.parts + max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        self.parts = self._at(now)
        self.clock = max(self.clock, now)
        price = cost * self.quota.period
        if cost < 1 or price > self.capacity:
            raise ValueError(f"cost {cost} can't be granted by {self.quota}")
        if price > self.parts:
            return -((self.parts - price) // self.quota.limit)
        self.parts -= price
        return 0

    def level(self, now: int) -> Level:
        parts = self._at(now)
        return Level(parts // self.quota.period, -((parts - self.capacity) // self.quota.limit))
