"""Wrong: `Decimal` instead of float, which has 28 digits but no thirds: a unit that leaks in 3 1/3 ticks is never quite gone; shows when the limit over the period is no finite decimal."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_CEILING))


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.per_tick = Decimal(quota.limit) / Decimal(quota.period)
        self.water = Decimal(0)
        self.last = 0

    def _water(self, now: int) -> Decimal:
        leaked = self.per_tick * max(0, now - self.last)
        return max(Decimal(0), self.water - leaked)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        self.water = self._water(now)
        self.last = max(self.last, now)
        if self.water + cost <= self.burst:
            self.water += cost
            return 0
        return max(1, _up((self.water + cost - self.burst) / self.per_tick))

    def level(self, now: int) -> Level:
        room = self.burst - self._water(now)
        return Level(int(room.to_integral_value(rounding=ROUND_FLOOR)), self.delay(now))

    def delay(self, now: int) -> int:
        return _up(self._water(now) / self.per_tick)
