"""Right: as in C without wide numbers: whole units and the period-th parts of one more, with borrow and carry."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.lim, self.per, self.cap = quota.limit, quota.period, quota.burst
        self.units = 0
        self.parts = 0
        self.stamp = 0

    def _settle(self, now: int) -> tuple[int, int]:
        if now <= self.stamp:
            return self.units, self.parts
        out_units, out_parts = divmod((now - self.stamp) * self.lim, self.per)
        units, parts = self.units - out_units, self.parts - out_parts
        if parts < 0:
            units -= 1
            parts += self.per
        if units < 0:
            return 0, 0
        return units, parts

    def _ticks(self, units: int, parts: int) -> int:
        ticks, rest = divmod(units * self.per + parts, self.lim)
        return ticks + (rest != 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.cap:
            raise ValueError("bad cost")
        self.units, self.parts = self._settle(now)
        if now > self.stamp:
            self.stamp = now
        spare = self.cap - self.units
        if cost < spare or (cost == spare and self.parts == 0):
            self.units += cost
            return 0
        return self._ticks(cost - spare, self.parts)

    def level(self, now: int) -> Level:
        units, parts = self._settle(now)
        return Level(self.cap - units - (1 if parts else 0), self._ticks(units, parts))

    def delay(self, now: int) -> int:
        return self._ticks(*self._settle(now))
