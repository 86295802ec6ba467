"""Reads like the formula: weights, estimates and instants are exact fractions."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("limit and burst differ")
        self.quota = quota
        self.clock = 0
        self.counts = (0, 0)

    def counts_at(self, now: int) -> tuple[int, int]:
        previous, current = self.counts
        match now // self.quota.period - self.clock // self.quota.period:
            case 0:
                return previous, current
            case 1:
                return current, 0
            case _:
                return 0, 0

    def estimate(self, now: int) -> Fraction:
        previous, current = self.counts_at(now)
        weight = 1 - Fraction(now % self.quota.period, self.quota.period)
        return previous * weight + current

    def wait(self, now: int, cost: int) -> int:
        limit, period = self.quota.limit, self.quota.period
        if self.estimate(now) + cost <= limit:
            return 0
        previous, current = self.counts_at(now)
        start = now - now % period
        if current + cost > limit:
            previous, current, start = current, 0, start + period
        heaviest = Fraction(limit - cost - current, previous)
        return ceil(start + (1 - heaviest) * period) - now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} is below 1 or above {self.quota.limit}")
        now = max(now, self.clock)
        wait = self.wait(now, cost)
        previous, current = self.counts_at(now)
        self.counts = previous, current if wait else current + cost
        self.clock = now
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        return Level(max(0, floor(self.quota.limit - self.estimate(now))), self.wait(now, self.quota.limit))
