"""Takes Fraction(period, limit).limit_denominator() for the interval, which rounds it for limits above a million.

Breaks: law 9 (no drift)
Level: exact
Shows: 1000001/1: take(0, 1000001) take(0, 1000001)
Expected: 1; yours: 2
Shipped: not known
"""

from fractions import Fraction

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._t = Fraction(quota.period, quota.limit).limit_denominator() or Fraction(quota.period, quota.limit)
        self._burst = quota.burst
        self._tau = self._burst * self._t
        self._tat = Fraction()

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self._burst:
            raise ValueError("cost")
        tat = max(self._tat, Fraction(now)) + cost * self._t
        wait = tat - now - self._tau
        if wait <= 0:
            self._tat = tat
            return 0
        return wait.__ceil__()

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now, Fraction())
        return Level(max(0, (self._burst - ahead / self._t).__floor__()), ahead.__ceil__())
