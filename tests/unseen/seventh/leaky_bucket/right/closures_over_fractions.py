"""Right: the constructor makes closures over nonlocal Fractions, JavaScript style, and the methods only call them."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


def make_bucket(quota: Quota):
    rate = Fraction(quota.limit, quota.period)
    empty = Fraction(0)
    water, since = empty, 0

    def water_at(now):
        return max(empty, water - rate * max(0, now - since))

    def time_to_leak(amount):
        return ceil(amount / rate) if amount > 0 else 0

    def take(now, cost):
        nonlocal water, since
        if cost < 1 or cost > quota.burst:
            raise ValueError("the cost must be at least 1 and fit into the empty bucket")
        water, since = water_at(now), max(since, now)
        overflow = water + cost - quota.burst
        if overflow <= 0:
            water += cost
        return time_to_leak(overflow)

    def level(now):
        there = water_at(now)
        return Level(floor(quota.burst - there), time_to_leak(there))

    def delay(now):
        return time_to_leak(water_at(now))

    return take, level, delay


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._take, self._level, self._delay = make_bucket(quota)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)

    def delay(self, now: int) -> int:
        return self._delay(now)
