"""TAT is stored in whole ticks, rounded up at each grant, so the fractions add up over the calls."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("limit", "period", "burst", "tat")

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0  # ticks

    def _ahead(self, now: int) -> int:
        return max(0, self.tat - now) * self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        x = self._ahead(now) + cost * self.period
        if x > self.burst * self.period:
            return -((self.burst * self.period - x) // self.limit)
        self.tat = now - (-x // self.limit)
        return 0

    def level(self, now: int) -> Level:
        free = self.burst * self.period - self._ahead(now)
        return Level(max(0, free // self.period), max(0, self.tat - now))
