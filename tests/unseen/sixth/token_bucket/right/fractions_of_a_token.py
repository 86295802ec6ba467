"""Right: tokens are a Fraction, refilled by a helper that returns the new state and leaves it to take to keep it."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)  # tokens per tick
        self.capacity = quota.burst
        self.state = (0, Fraction(quota.burst))  # when, and how many then

    def refilled(self, now: int) -> tuple[int, Fraction]:
        then, tokens = self.state
        if now < then:
            return self.state
        return now, min(Fraction(self.capacity), tokens + self.rate * (now - then))

    def ticks_for(self, tokens: Fraction) -> int:
        return ceil(tokens / self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError("cost can never be granted")
        when, tokens = self.refilled(now)
        granted = tokens >= cost
        self.state = (when, tokens - cost if granted else tokens)
        return 0 if granted else self.ticks_for(cost - tokens)

    def level(self, now: int) -> Level:
        _, tokens = self.refilled(now)
        return Level(floor(tokens), self.ticks_for(self.capacity - tokens))
