"""Wrong: the cap is applied after the cost is subtracted, so what should have run over pays for the take; shows in a take after a long rest."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


@dataclass(eq=False)
class TokenBucket:
    quota: Quota
    tokens: Fraction = field(init=False)
    clock: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.tokens = Fraction(self.quota.burst)

    @property
    def rate(self) -> Fraction:
        return Fraction(self.quota.limit, self.quota.period)

    def inflow(self, now: int) -> Fraction:
        return self.rate * max(0, now - self.clock)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost: {cost}")
        left = self.tokens + self.inflow(now) - cost
        if left < 0:
            return ceil(-left / self.rate)
        self.tokens = min(left, Fraction(self.quota.burst))
        self.clock = max(self.clock, now)
        return 0

    def level(self, now: int) -> Level:
        tokens = min(self.tokens + self.inflow(now), Fraction(self.quota.burst))
        return Level(floor(tokens), ceil((self.quota.burst - tokens) / self.rate))
