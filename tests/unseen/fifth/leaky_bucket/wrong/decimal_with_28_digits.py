"""Wrong: the water is a Decimal, to be exact, but its operations round to 28 digits."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota

ZERO = Decimal(0)


class LeakyBucket:
    """The water is counted in period-ths of a unit, so that it is always a whole number."""

    def __init__(self, quota: Quota) -> None:
        self.limit = Decimal(quota.limit)
        self.period = Decimal(quota.period)
        self.burst = quota.burst
        self.water = ZERO
        self.clock = 0

    def _water(self, now: int) -> Decimal:
        return max(ZERO, self.water - max(0, now - self.clock) * self.limit)

    def _ticks(self, water) -> int:
        whole, rest = divmod(int(water), int(self.limit))
        return whole + 1 if rest else whole

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        self.water = self._water(now)
        self.clock = max(self.clock, now)
        over = self.water + cost * self.period - self.burst * self.period
        if over > 0:
            return self._ticks(over)
        self.water += cost * self.period
        return 0

    def delay(self, now: int) -> int:
        return self._ticks(self._water(now))

    def level(self, now: int) -> Level:
        room = int(self.burst * self.period - self._water(now)) // int(self.period)
        return Level(room, self.delay(now))
