"""Wrong: the descriptor that checks TAT keeps the value in itself, so all the meters share the last one that was set."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class Forward:
    """An attribute that never goes back, but for a fresh start with None."""

    def __set_name__(self, owner, name):
        self.slot = "_" + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(self, self.slot)

    def __set__(self, obj, value):
        if value is None:
            value = Fraction(0)
        else:
            value = max(value, getattr(self, self.slot))
        setattr(self, self.slot, value)


class GCRA:
    tat = Forward()

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.interval = Fraction(quota.period, quota.limit)
        self.tat = None

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost out of range")
        x = max(self.tat, Fraction(now)) + cost * self.interval
        wait = max(0, ceil(x - now - self.quota.burst * self.interval))
        if not wait:
            self.tat = x
        return wait

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Fraction(0))
        return Level(max(0, floor(self.quota.burst - ahead / self.interval)), ceil(ahead))
