"""Wrong: level() rolls the window like take() does, so asking about the future moves the clock.

Source: (a) the brief: level changes nothing, even asking about the future
Witness: 2/1: level(1) take(0) take(0, 2) -> 2, right: 1
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
        if cost < 1 or cost > self.max:
            raise ValueError("cost out of range")
        self._roll(now)
        if cost > self.left:
            return self.ends - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        self._roll(now)
        return Level(self.left, self.ends - now if self.left < self.max else 0)
