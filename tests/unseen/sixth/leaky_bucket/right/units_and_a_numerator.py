"""Right: after nginx's excess, but exact: whole units of water plus a numerator below `period`, borrowed by divmod."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.excess = 0  # whole units
        self.numerator = 0  # and this / period
        self.last = 0

    def _account(self, now: int) -> tuple[int, int]:
        if now <= self.last:
            return self.excess, self.numerator
        # units * period + numerator, less what has leaked, put apart again
        units, part = divmod((now - self.last) * self.rate, self.period)
        excess, numerator = self.excess - units, self.numerator - part
        if numerator < 0:
            excess, numerator = excess - 1, numerator + self.period
        return (0, 0) if excess < 0 else (excess, numerator)

    def _msec(self, units: int, numerator: int) -> int:
        return (units * self.period + numerator + self.rate - 1) // self.rate

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost is below 1")
        if cost > self.burst:
            raise ValueError("cost is above the burst")
        self.excess, self.numerator = self._account(now)
        self.last = max(self.last, now)
        above = self.excess + cost - self.burst
        if above > 0 or (above == 0 and self.numerator > 0):
            return self._msec(above, self.numerator)
        self.excess += cost
        return 0

    def level(self, now: int) -> Level:
        excess, numerator = self._account(now)
        return Level(self.burst - excess - (numerator > 0), self._msec(excess, numerator))

    def delay(self, now: int) -> int:
        return self._msec(*self._account(now))
