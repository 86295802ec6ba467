"""Wrong: after an idle time of several windows the end moves on by one window only.

Source: (c) a port of a timer callback: `end += period`, once per call
Witness: 1/1: take(3) level(3) -> Level(1, 0), right: Level(0, 1)
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
            self.ends += self.every
            self.left = self.max

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max:
            raise ValueError("cost out of range")
        self._roll(now)
        if cost > self.left:
            return self.every - now % self.every
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.ends:
            return Level(self.max, 0)
        return Level(self.left, self.every - now % self.every if self.left < self.max else 0)
