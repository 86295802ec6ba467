"""When the bucket runs empty the whole units are set to 0, but the numerator of the part stays.

Source: (c) mixed numbers by hand, one of the two clamped
Witness: 1/2: take(0, 1) delay(3) -> 1, right: 0
"""

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = ("limit", "period", "burst", "units", "part", "last")

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.units = 0
        self.part = 0
        self.last = 0

    def _leaked(self, now):
        if not (self.units or self.part):
            return 0, 0
        whole, part = divmod((now - self.last) * self.limit, self.period)
        units, rest = self.units - whole, self.part - part
        if rest < 0:
            units -= 1
            rest += self.period
        return max(units, 0), rest

    def _ticks(self, units, part):
        ticks, more = divmod(units * self.period + part, self.limit)
        return ticks + 1 if more else ticks

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError
        if now < self.last:
            return 1
        self.units, self.part = self._leaked(now)
        self.last = now
        if (self.units + cost, self.part) <= (self.burst, 0):
            self.units += cost
            return 0
        return self._ticks(self.units + cost - self.burst, self.part)

    def level(self, now: int) -> Level:
        if now < self.last:
            return Level(0, 0)
        units, part = self._leaked(now)
        return Level(self.burst - units - (1 if part else 0), self._ticks(units, part))

    def delay(self, now: int) -> int:
        return 0 if now < self.last else self._ticks(*self._leaked(now))
