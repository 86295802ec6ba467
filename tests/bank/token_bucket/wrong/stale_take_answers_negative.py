"""Tells a caller whose clock is behind how far behind, with the sign the wrong way round.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: 1 or more; yours: -1
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.slope, self.one = quota.limit, quota.period
        self.top = quota.burst * quota.period
        self.zero, self.clock = -self.top, 0

    def _height(self, now):
        return min(self.top, self.slope * max(now, self.clock) - self.zero)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.one > self.top:
            raise ValueError(f"cost {cost} is not between 1 and {self.top // self.one}")
        if now < self.clock:
            return now - self.clock
        self.clock = now
        height = self._height(now) - cost * self.one
        if height < 0:
            return -(height // self.slope)
        self.zero = self.slope * now - height
        return 0

    def level(self, now: int) -> Level:
        height = self._height(now)
        return Level(height // self.one, -((height - self.top) // self.slope))
