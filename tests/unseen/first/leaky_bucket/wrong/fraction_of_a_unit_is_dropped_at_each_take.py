"""Each take counts only the whole units that have leaked, and starts the next leak at `now`.

Source: (b) mailgun/gubernator #77 (doesn't leak at a steady rate while hits are added); kent8192/reinhardt-web #2246
Witness: 1/2: take(0, 1) take(1, 1) -> 2, right: 1
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
        whole, part = divmod((now - self.last) * self.limit, self.period)
        units, rest = self.units - whole, self.part - part
        if rest < 0:
            units -= 1
            rest += self.period
        return (0, 0) if units < 0 else (units, rest)

    def _settled(self, now):
        whole = (now - self.last) * self.limit // self.period
        return max(0, self.units - whole), 0

    def _ticks(self, units, part):
        ticks, more = divmod(units * self.period + part, self.limit)
        return ticks + 1 if more else ticks

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError
        if now < self.last:
            return 1
        self.units, self.part = self._settled(now)
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
