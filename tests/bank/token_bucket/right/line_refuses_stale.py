"""The stock is a line over time, kept as its zero; a caller whose clock is behind is told to come back."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.slope = quota.limit
        self.one = quota.period
        self.top = quota.burst * quota.period
        self.zero = -self.top  # where the line, slope * t, holds nothing
        self.clock = 0

    def _height(self, now):
        return min(self.top, self.slope * max(now, self.clock) - self.zero)

    def _climb(self, height):
        return -(-height // self.slope)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.one > self.top:
            raise ValueError(f"cost {cost} is not one that a burst of {self.top // self.one} allows")
        behind, self.clock = max(0, self.clock - now), max(now, self.clock)
        height = self._height(self.clock)
        missing = max(0, cost * self.one - height)
        if behind or missing:
            return behind + self._climb(missing)
        self.zero = self.slope * now - height + cost * self.one
        return 0

    def level(self, now: int) -> Level:
        height = self._height(now)
        return Level(height // self.one, self._climb(self.top - height))
