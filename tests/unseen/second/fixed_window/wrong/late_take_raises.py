"""Wrong: a take below the clock raises ValueError.

Source: (b) BaseIntelligence/bounty-challenge issue 15078: TokenBucket::refill() panics when the system clock goes backwards
Witness: 1/1: take(1) take(0) -> ValueError, right: an int >= 1
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
        if now < self.ends - self.every:
            raise ValueError("time went back")
        self._roll(now)
        if cost > self.left:
            return self.ends - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.ends:
            return Level(self.max, 0)
        return Level(self.left, self.ends - now if self.left < self.max else 0)
