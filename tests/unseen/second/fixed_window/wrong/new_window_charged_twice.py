"""Wrong: each later window is opened with one unit already spent (unless the limit is 1).

Source: (b) BasedHardware/omi pull request 10164: every window after the first serves one request too few
Witness: 2/1: take(1) level(1) -> Level(0, 1), right: Level(1, 1)
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
            self.left = self.max - 1 if self.max > 1 else self.max

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max:
            raise ValueError("cost out of range")
        self._roll(now)
        if cost > self.left:
            return self.ends - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.ends:
            return Level(self.max, 0)
        return Level(self.left, self.ends - now if self.left < self.max else 0)
