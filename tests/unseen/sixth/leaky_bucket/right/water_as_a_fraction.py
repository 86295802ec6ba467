"""Right: keeps the water as a Fraction and when it was measured; everything else follows from one drained()."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


@dataclass
class LeakyBucket:
    quota: Quota
    water: Fraction = field(default=Fraction(0), init=False)
    measured: int = field(default=0, init=False)

    def drained(self, now: int) -> Fraction:
        leaked = Fraction(max(0, now - self.measured) * self.quota.limit, self.quota.period)
        return max(Fraction(0), self.water - leaked)

    def ticks(self, water: Fraction) -> int:
        return ceil(water * self.quota.period / self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be from 1 to {self.quota.burst}, got {cost}")
        water = self.drained(now)
        self.measured = max(now, self.measured)
        too_much = water + cost - self.quota.burst
        if too_much > 0:
            self.water = water
            return self.ticks(too_much)
        self.water = water + cost
        return 0

    def level(self, now: int) -> Level:
        water = self.drained(now)
        return Level(floor(self.quota.burst - water), self.ticks(water))

    def delay(self, now: int) -> int:
        return self.ticks(self.drained(now))
