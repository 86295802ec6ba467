"""Wrong: as nginx's limit_req did, it leaks for `abs(now - last)`, so a step back in time leaks too; shows in a take below the clock."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    """After ngx_http_limit_req_lookup()."""

    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.excess = Fraction(0)
        self.last = 0

    def _excess(self, now: int) -> Fraction:
        ticks = now - self.last
        return max(Fraction(0), self.excess - self.rate * abs(ticks))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be within 1..{self.burst}")
        excess = self._excess(now) + cost
        if excess > self.burst:
            return ceil((excess - self.burst) / self.rate)
        self.excess = excess
        self.last = max(now, self.last)
        return 0

    def level(self, now: int) -> Level:
        excess = self._excess(now)
        return Level(floor(self.burst - excess), ceil(excess / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self._excess(now) / self.rate)
