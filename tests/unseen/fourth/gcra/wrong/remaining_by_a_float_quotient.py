"""`remaining` takes ahead / T as a float, which drops a part of a unit that is small beside the whole units."""

from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tolerance = divmod(quota.burst * quota.period, quota.limit)
        self.tat = (0, 0)

    def _plus(self, a, b, sign=1):
        carry, part = divmod(a[1] + sign * b[1], self.limit)
        return a[0] + sign * b[0] + carry, part

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("this cost can't be granted")
        x = self._plus(max(self.tat, (now, 0)), divmod(cost * self.period, self.limit))
        early = self._plus(self._plus(x, (now, 0), -1), self.tolerance, -1)
        if early > (0, 0):
            return early[0] + (early[1] > 0)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        if self.tat <= (now, 0):
            return Level(self.burst, 0)
        ticks, part = self._plus(self.tat, (now, 0), -1)
        units = ceil((ticks * self.limit + part) / self.period)
        return Level(max(0, self.burst - units), ticks + (part > 0))
