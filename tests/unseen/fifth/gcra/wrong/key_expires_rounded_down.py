"""Wrong: the key expires at TAT rounded down to a tick, so that the last part of a tick is forgiven."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    """As in Redis: GET, compare, SET with PXAT."""

    def __init__(self, quota: Quota) -> None:
        self.emission_interval = Fraction(quota.period, quota.limit)
        self.burst_offset = quota.burst * self.emission_interval
        self.burst = quota.burst
        self.key: tuple[Fraction, int] | None = None  # value, expiry

    def _get(self, now: int) -> Fraction:
        if self.key is None or now >= self.key[1]:
            return Fraction(now)
        return max(self.key[0], Fraction(now))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("ERR cost out of range")
        new_tat = self._get(now) + cost * self.emission_interval
        diff = new_tat - self.burst_offset - now
        if diff > 0:
            return ceil(diff)
        self.key = new_tat, floor(new_tat)
        return 0

    def level(self, now: int) -> Level:
        ahead = self._get(now) - now
        return Level(max(0, floor((self.burst_offset - ahead) / self.emission_interval)), ceil(ahead))
