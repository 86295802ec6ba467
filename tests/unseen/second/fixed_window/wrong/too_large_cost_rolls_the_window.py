"""Wrong: the window is rolled before the cost is checked, so a call that raises moves the clock.

Source: (a) the brief: calls that raise don't move the clock
Witness: 1/1: take(0) take(1, 2) level(0) -> Level(1, 0), right: Level(0, 1)
"""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("ends", "every", "left", "max")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self.max = quota.limit
        self.every = quota.period
        self.ends = quota.period
        self.left = quota.limit

    def _roll(self, now: int) -> None:
        if now >= self.ends:
            self.ends = now - now % self.every + self.every
            self.left = self.max

    def take(self, now: int, cost: int = 1) -> int:
        self._roll(now)
        if cost < 1 or cost > self.max:
            raise ValueError("cost out of range")
        if cost > self.left:
            return self.ends - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.ends:
            return Level(self.max, 0)
        return Level(self.left, self.ends - now if self.left < self.max else 0)
