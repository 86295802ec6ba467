"""Turns to a new window only when it grants, so after a refusal there a late call is still booked in the old one.

Breaks: law 6 (a refused take moves the clock too)
Level: clock
Shows: 4/10: take(5, 3) take(10, 2) take(9) take(19, 3)
Expected: take(19, 3) answers 1; yours: 0
Shipped: not known
"""

from typing import NamedTuple

from ratelimit import Level, Quota


class Counts(NamedTuple):
    window: int
    before: int
    current: int

    def at(self, window: int) -> "Counts":
        if window <= self.window:
            return self
        return Counts(window, self.current if window == self.window + 1 else 0, 0)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("expected a quota without a burst")
        self.limit, self.period = quota.limit, quota.period
        self.counts = Counts(0, 0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError(f"0 < {cost} <= {self.limit} does not hold")
        counts = self.counts.at(now // self.period)
        elapsed = max(0, now - counts.window * self.period)
        free = (self.limit - cost - counts.current) * self.period
        if counts.before * (self.period - elapsed) > free:
            if free >= 0:
                return self.period - elapsed - free // counts.before
            return 2 * self.period - elapsed - (self.limit - cost) * self.period // counts.current
        self.counts = counts._replace(current=counts.current + cost)
        return 0

    def level(self, now: int) -> Level:
        counts = self.counts.at(now // self.period)
        rest = self.period - now % self.period
        scaled = (self.limit - counts.current) * self.period - counts.before * rest
        reset = rest if counts.before else 0
        if counts.current:
            reset = rest + self.period
        return Level(max(0, scaled) // self.period, reset)
