"""Writes TAT as numerator and denominator and never reduces them: both get longer with every grant.

Breaks: law 8 (Cheap)
Level: cheap
Shows: 3/10: take(0) take(3) take(6) take(10) take(13) take(16) take(20) take(23) take(26) take(30)
Expected: what is kept is as big after 10000 takes at this pace as after 10; yours: a denominator of 3 to the power of 10000, 2 KB
Shipped: not known
"""

from ratelimit import Level, Quota


class Ratio:
    """Just enough of a fraction, without the dead weight of the fractions module."""

    __slots__ = ("n", "d")

    def __init__(self, n: int, d: int = 1) -> None:
        self.n, self.d = n, d

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.n * other.d + other.n * self.d, self.d * other.d)

    def __sub__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.n * other.d - other.n * self.d, self.d * other.d)

    def __mul__(self, k: int) -> "Ratio":
        return Ratio(self.n * k, self.d)

    def __lt__(self, other: "Ratio") -> bool:
        return self.n * other.d < other.n * self.d

    def ceil(self) -> int:
        return -(-self.n // self.d)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.T = Ratio(quota.period, quota.limit)
        self.tat = Ratio(0)

    def _base(self, now: int) -> Ratio:
        return Ratio(now) if self.tat < Ratio(now) else self.tat

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost must be 1..burst")
        x = self._base(now) + self.T * cost
        early = x - Ratio(now) - self.T * self.burst
        if early.n > 0:
            return early.ceil()
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = self._base(now) - Ratio(now)
        spent = Ratio(ahead.n * self.T.d, ahead.d * self.T.n).ceil()
        return Level(max(0, self.burst - spent), ahead.ceil())
