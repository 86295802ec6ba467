"""TAT is moved by adding one interval for each unit of the cost: the time of a call grows with the cost.

Source: (c) port: a cell-by-cell loop.
Witness:
    import sys
    def steps(cost):
        meter, count = GCRA(Quota(1000, 7)), 0
        def trace(*_):
            nonlocal count
            count += 1
            return trace
        before = sys.gettrace()
        sys.settrace(trace)
        meter.take(0, cost)
        sys.settrace(before)
        return count
    assert steps(500) < 2 * steps(1)  # some hundred times as many lines
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._interval = Fraction(quota.period, quota.limit)
        self._tau = quota.burst * self._interval
        self._tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        tat = max(self._tat, Fraction(now))
        new = tat
        for _ in range(cost):
            new += self._interval
        early = new - now - self._tau
        if early > 0:
            return ceil(early)
        self._tat = new
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now, Fraction(0))
        return Level(max(0, floor(self._quota.burst - ahead / self._interval)), ceil(ahead))
