"""Wrong: the cost is looked at only after the refill has been stored, so a call that raises moves the clock; shows in an earlier take after a ValueError."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.per_tick = Fraction(quota.limit, quota.period)
        self.state = (Fraction(quota.burst), 0)

    def _advance(self, now: int) -> tuple[Fraction, int]:
        tokens, clock = self.state
        if now < clock:
            return tokens, clock
        return min(Fraction(self.burst), tokens + (now - clock) * self.per_tick), now

    def take(self, now: int, cost: int = 1) -> int:
        self.state = tokens, clock = self._advance(now)
        missing = cost - tokens
        if missing > 0:
            if cost > self.burst:
                raise ValueError(f"cost must be at most {self.burst}, got {cost}")
            return ceil(missing / self.per_tick)
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        self.state = (-missing, clock)
        return 0

    def level(self, now: int) -> Level:
        tokens, _ = self._advance(now)
        return Level(int(tokens), ceil((self.burst - tokens) / self.per_tick))
