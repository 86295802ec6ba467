"""Right: the estimate is a Fraction of a frozen state; each call makes the state as it is at its tick."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Counts:
    period: int
    tick: int = 0
    before: int = 0
    current: int = 0

    @property
    def start(self) -> int:
        return self.tick - self.tick % self.period

    @property
    def estimate(self) -> Fraction:
        left = self.start + self.period - self.tick
        return Fraction(self.before * left, self.period) + self.current

    def at(self, tick: int) -> "Counts":
        if tick <= self.tick:
            return self
        later = replace(self, tick=tick)
        match later.start // self.period - self.start // self.period:
            case 0:
                return later
            case 1:
                return replace(later, before=self.current, current=0)
            case _:
                return Counts(self.period, tick)

    def falls_to(self, target: int) -> int:
        """The first tick from this one on at which the estimate is at most the target."""
        if self.estimate <= target:
            return self.tick
        if self.current > target:
            return self.at(self.start + self.period).falls_to(target)
        share = Fraction(target - self.current, self.before)
        return self.start + ceil((1 - share) * self.period)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst is not limit")
        self.limit = quota.limit
        self.counts = Counts(quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("never granted")
        counts = self.counts = self.counts.at(now)
        ready = counts.falls_to(self.limit - cost)
        if ready > counts.tick:
            return ready - now
        self.counts = replace(counts, current=counts.current + cost)
        return 0

    def level(self, now: int) -> Level:
        counts = self.counts.at(now)
        return Level(floor(self.limit - counts.estimate), max(0, counts.falls_to(0) - now) if counts.estimate else 0)
