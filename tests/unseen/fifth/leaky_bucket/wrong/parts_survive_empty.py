"""Wrong: the whole units stop at 0 before the parts are looked at, so a part of a unit can stay in an empty bucket."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.units = 0  # the water is units + parts / period
        self.parts = 0
        self.clock = 0

    def _drained(self, now: int) -> tuple[int, int]:
        if now <= self.clock:
            return self.units, self.parts
        whole, part = divmod((now - self.clock) * self.limit, self.period)
        units, parts = max(0, self.units - whole), self.parts - part
        if parts < 0:  # borrow
            units, parts = units - 1, parts + self.period
        return (units, parts) if units >= 0 else (0, 0)

    def _ticks(self, units: int, parts: int) -> int:
        return (units * self.period + parts + self.limit - 1) // self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError(f"cost must be within 1..{self.burst}")
        self.units, self.parts = self._drained(now)
        self.clock = max(self.clock, now)
        units = self.units + cost
        if (units, self.parts) > (self.burst, 0):
            return self._ticks(units - self.burst, self.parts)
        self.units = units
        return 0

    def level(self, now: int) -> Level:
        units, parts = self._drained(now)
        return Level(self.burst - units - (1 if parts else 0), self._ticks(units, parts))

    def delay(self, now: int) -> int:
        return self._ticks(*self._drained(now))
