"""Wrong: a port of a blocking limiter that reserves: a refused take goes into debt for the caller that is told to sleep; shows in whatever comes after a refusal."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.max_permits = Fraction(quota.burst)
        self.rate = Fraction(quota.limit, quota.period)
        self.stored_permits = self.max_permits
        self.last_sync = 0

    def _resync(self, now: int) -> Fraction:
        if now <= self.last_sync:
            return self.stored_permits
        return min(self.max_permits, self.stored_permits + (now - self.last_sync) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        """Reserve, and return how long the caller has to sleep."""
        if cost < 1 or cost > self.max_permits:
            raise ValueError(f"Requested permits ({cost}) must be positive and fit")
        self.stored_permits = self._resync(now) - cost
        self.last_sync = max(now, self.last_sync)
        return ceil(max(Fraction(0), -self.stored_permits) / self.rate)

    def level(self, now: int) -> Level:
        permits = self._resync(now)
        return Level(max(0, int(permits)), ceil((self.max_permits - permits) / self.rate))
