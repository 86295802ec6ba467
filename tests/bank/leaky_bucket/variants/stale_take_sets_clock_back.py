"""Variant of wrong/stale_take_sets_clock_back: a Fraction of water that is left after a pure function of the state."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


def left_over(water: Fraction, elapsed: int, rate: Fraction) -> Fraction:
    return max(Fraction(0), water - rate * elapsed) if elapsed > 0 else water


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.last_water, self.last_time = Fraction(0), 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        self.last_water = left_over(self.last_water, now - self.last_time, self.rate)
        self.last_time = now
        excess = self.last_water + cost - self.burst
        if excess > 0:
            return ceil(excess / self.rate)
        self.last_water += cost
        return 0

    def level(self, now: int) -> Level:
        water = left_over(self.last_water, now - self.last_time, self.rate)
        return Level(self.burst - ceil(water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(left_over(self.last_water, now - self.last_time, self.rate) / self.rate)
