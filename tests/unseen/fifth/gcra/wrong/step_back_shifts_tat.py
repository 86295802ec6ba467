"""Wrong: when the clock is set back TAT is shifted back by as much, so a late take may get what isn't there."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.t = Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)
        self.seen = 0

    def _adjust(self, now: int) -> None:
        """Keep the distance between TAT and now when NTP sets the clock back."""
        if now < self.seen:
            self.tat -= self.seen - now
        self.seen = now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost out of range")
        self._adjust(now)
        x = max(self.tat, Fraction(now)) + cost * self.t
        wait = ceil(x - now - self.quota.burst * self.t)
        if wait > 0:
            return wait
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Fraction(0))
        return Level(max(0, floor(self.quota.burst - ahead / self.t)), ceil(ahead))
