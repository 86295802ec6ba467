"""Keeps the time that a unit takes as a `Decimal`, which has 28 digits and so no thirds.

Breaks: law 9 (No drift)
Level: exact
Shows: 3/5: take(0, 3) take(1, 3)
Expected: 4; yours: 5
Shipped: not known
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota

ZERO = Decimal(0)


class LeakyBucket:
    """Decimals instead of floats, so nothing is rounded."""

    def __init__(self, quota: Quota) -> None:
        self.burst = Decimal(quota.burst)
        self.interval = Decimal(quota.period) / Decimal(quota.limit)
        self.busy = ZERO  # ticks until the bucket is empty, as of `clock`
        self.clock = 0

    def _busy_at(self, now: int) -> Decimal:
        return max(ZERO, self.busy - max(0, now - self.clock))

    @staticmethod
    def _ceil(ticks: Decimal) -> int:
        return int(ticks.to_integral_value(rounding=ROUND_CEILING))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be 1..{self.burst}")
        self.busy = self._busy_at(now)
        self.clock = max(self.clock, now)
        excess = self.busy + cost * self.interval - self.burst * self.interval
        if excess > 0:
            return self._ceil(excess)
        self.busy += cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        room = self.burst - self._busy_at(now) / self.interval
        return Level(int(room.to_integral_value(rounding=ROUND_FLOOR)), self.delay(now))

    def delay(self, now: int) -> int:
        return self._ceil(self._busy_at(now))
