"""Right: the estimate word for word as a Fraction of any time, and the wait by halving, as it never rises by itself."""

from fractions import Fraction
from math import floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("limit and burst differ")
        self.quota = quota
        self.counts: dict[int, int] = {}  # of the window of the clock and the one before
        self.clock = 0

    def estimate(self, now: int) -> Fraction:
        window, elapsed = divmod(now, self.quota.period)
        share = Fraction(self.quota.period - elapsed, self.quota.period)
        return self.counts.get(window - 1, 0) * share + self.counts.get(window, 0)

    def fits(self, now: int, cost: int) -> bool:
        return self.estimate(now) + cost <= self.quota.limit

    def wait(self, now: int, cost: int) -> int:
        refused, granted = 0, 2 * self.quota.period
        while granted - refused > 1:
            middle = (refused + granted) // 2
            if self.fits(now + middle, cost):
                granted = middle
            else:
                refused = middle
        return granted

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("no such cost")
        if now < self.clock:
            now = self.clock
        self.clock = now
        if not self.fits(now, cost):
            return self.wait(now, cost)
        window = now // self.quota.period
        self.counts = {w: n for w, n in self.counts.items() if w >= window - 1}
        self.counts[window] = self.counts.get(window, 0) + cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        if self.fits(now, self.quota.limit):
            return Level(self.quota.limit, 0)
        return Level(floor(self.quota.limit - self.estimate(now)), self.wait(now, self.quota.limit))
