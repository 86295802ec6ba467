"""Arithmetic in decimal with the default 28 digits, so a third is not a third.

Source: (c) port: Java BigDecimal with a MathContext.
Witness: 3/7: take(4, 3) -> 1, right: 0
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Decimal(quota.period) / quota.limit
        self.tau = self.interval * quota.burst
        self.tat = Decimal(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(cost)
        new = max(self.tat, Decimal(now)) + cost * self.interval
        allow_at = new - self.tau
        if allow_at <= now:
            self.tat = new
            return 0
        return max(1, int((allow_at - now).to_integral_value(ROUND_CEILING)))

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Decimal(0))
        left = (self.burst - ahead / self.interval).to_integral_value(ROUND_FLOOR)
        return Level(max(0, int(left)), int(ahead.to_integral_value(ROUND_CEILING)))
