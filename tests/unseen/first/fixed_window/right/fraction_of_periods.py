"""Time is measured in periods, as a Fraction: the window is its floor, and the rest of it is the wait."""

from fractions import Fraction
from math import floor

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if Fraction(quota.burst, quota.limit) != 1:
            raise ValueError("a window has no burst")
        self.quota = quota
        self.when = Fraction(0)
        self.share = Fraction(0)

    def _to_next(self, when: Fraction) -> int:
        return int((floor(when) + 1 - when) * self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        part = Fraction(cost, self.quota.limit)
        if part <= 0 or part > 1:
            raise ValueError(f"cost {cost} can never be granted")
        when = max(self.when, Fraction(now, self.quota.period))
        if floor(when) > floor(self.when):
            self.share = Fraction(0)
        self.when = when
        if self.share + part > 1:
            return self._to_next(when)
        self.share += part
        return 0

    def level(self, now: int) -> Level:
        when = Fraction(now, self.quota.period)
        if floor(when) > floor(self.when) or self.share == 0:
            return Level(self.quota.limit, 0)
        return Level(int((1 - self.share) * self.quota.limit), self._to_next(when))
