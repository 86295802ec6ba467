"""Wrong: in level() only, the tick at which two windows meet belongs to the earlier one.

Source: (a) the brief: it belongs to the later one
Witness: 1/8: take(0) level(8) -> Level(0, 0), right: Level(1, 0)
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
        if now > self.ends:
            return Level(self.max, 0)
        return Level(self.left, self.ends - now if self.left < self.max else 0)
