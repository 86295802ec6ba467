"""Wrong: Decimal looks exact, but T = 1/3 has 28 digits: 4/3 divided by it is below 4, and of a burst of 4 only 3 remain."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.t = Decimal(quota.period) / Decimal(quota.limit)
        self.tolerance = Decimal(quota.burst) * Decimal(quota.period) / Decimal(quota.limit)
        self.tat = Decimal(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost is not within the burst")
        x = max(self.tat, Decimal(now)) + cost * self.t
        early = x - now - self.tolerance
        if early <= 0:
            self.tat = x
            return 0
        return int(early.to_integral_value(ROUND_CEILING))

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Decimal(now)) - now
        remaining = ((self.tolerance - ahead) / self.t).to_integral_value(ROUND_FLOOR)
        return Level(max(0, int(remaining)), int(ahead.to_integral_value(ROUND_CEILING)))
