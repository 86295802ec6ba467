"""Wrong: TAT is moved before the check, so a refused take pushes it on as well; shows in a client that retries."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.emission_interval = Fraction(quota.period, quota.limit)
        self.burst_offset = self.emission_interval * quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"invalid cost {cost}")
        self.tat = max(self.tat, Fraction(now)) + cost * self.emission_interval
        allow_at = self.tat - self.burst_offset
        if allow_at > now:
            return ceil(allow_at - now)
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Fraction(now)) - now
        return Level(max(0, floor((self.burst_offset - ahead) / self.emission_interval)), ceil(ahead))
