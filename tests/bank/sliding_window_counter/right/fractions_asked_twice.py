"""Like fractions_and_own_bisection, only dearer by a factor: Fractions throughout, room and estimate as two questions, a doubling search and then a halving one.

Truth: right (a binary search counts as cheap: law 8 of the contract).
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from ratelimit import Level, Quota


@dataclass(frozen=True)
class View:
    quota: Quota
    window: int = 0
    before: Fraction = Fraction(0)
    current: Fraction = Fraction(0)

    def moved_to(self, now):
        window = Fraction(now, self.quota.period).__floor__()
        if window == self.window:
            return self
        before = self.current if window == self.window + 1 else Fraction(0)
        return replace(self, window=window, before=before, current=Fraction(0))

    def share(self, now):
        return 1 - (Fraction(now, self.quota.period) - self.window)

    def estimate(self, now):
        return self.before * self.share(now) + self.current

    def room(self, now):
        return self.quota.limit - self.estimate(now)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.view = View(quota)
        self.clock = 0

    def _fits(self, now, cost):
        view = self.view.moved_to(now)
        return view.room(now) >= cost and view.estimate(now) + cost <= view.quota.limit

    def _wait(self, now, cost):
        if self._fits(now, cost):
            return 0
        high = 1
        while not self._fits(now + high, cost):
            high *= 2
        low = high // 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._fits(now + middle, cost) else (middle, high)
        return high

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.view.quota.limit:
            raise ValueError("cost")
        behind = max(0, self.clock - now)
        self.clock = now = now + behind
        self.view = self.view.moved_to(now)
        wait = self._wait(now, cost)
        if wait:
            return wait + behind
        self.view = replace(self.view, current=self.view.current + cost)
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        return Level(max(0, self.view.moved_to(now).room(now).__floor__()), self._wait(now, self.view.quota.limit))
