"""Variant of wrong/refusal_moves_tat: a Fraction that counts intervals instead of ticks."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be 1 to {self.burst}")
        x = max(self.tat, now * self.rate) + cost
        excess = x - now * self.rate - self.burst
        self.tat = x
        return max(0, ceil(excess / self.rate))

    def level(self, now: int) -> Level:
        used = max(Fraction(0), self.tat - now * self.rate)
        return Level(max(0, self.burst - ceil(used)), ceil(used / self.rate))
