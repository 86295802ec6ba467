"""The time that has passed since the last take counts for one period at most, though a burst above the limit needs more to leak."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = self.clock = 0

    def _passed(self, now: int) -> int:
        # more than a period empties it anyway; keep the product small
        return min(max(0, now - self.clock), self.period)

    def _water(self, now: int) -> int:
        left = self.water - self._passed(now) * self.limit
        return left if left > 0 else 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"{cost} units never fit")
        water = self._water(now)
        self.clock = max(now, self.clock)
        room = self.burst * self.period - water
        self.water = water
        if cost * self.period > room:
            return (cost * self.period - room + self.limit - 1) // self.limit
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.burst * self.period - water) // self.period, (water + self.limit - 1) // self.limit)

    def delay(self, now: int) -> int:
        return (self._water(now) + self.limit - 1) // self.limit
