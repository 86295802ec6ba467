"""It counts in `Decimal`, whose products and sums are rounded to 28 digits."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period = Decimal(quota.limit), Decimal(quota.period)
        self.burst = quota.burst
        self.full = self.burst * self.period
        self.parts, self.clock = self.full, 0

    def _parts(self, now: int) -> Decimal:
        return min(self.full, self.parts + self.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"a cost of {cost}")
        self.parts, self.clock = self._parts(now), max(now, self.clock)
        missing = cost * self.period - self.parts
        if missing > 0:
            return (missing / self.limit).to_integral_value(ROUND_CEILING).__int__()
        self.parts = -missing
        return 0

    def level(self, now: int) -> Level:
        parts = self._parts(now)
        remaining = (parts / self.period).to_integral_value(ROUND_FLOOR)
        return Level(int(remaining), int(((self.full - parts) / self.limit).to_integral_value(ROUND_CEILING)))
