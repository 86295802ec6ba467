"""Variant of wrong/level_lifts_tat: slots, and a TAT that is lifted to now before it is asked."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("burst", "limit", "period", "tat")

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def lifted(self, now: int) -> int:
        return max(self.tat, self.limit * now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        self.tat = self.lifted(now)
        limit_tat = self.limit * now + (self.burst - cost) * self.period
        if self.tat <= limit_tat:
            self.tat += cost * self.period
            return 0
        return (self.tat - limit_tat + self.limit - 1) // self.limit

    def level(self, now: int) -> Level:
        tat = self.lifted(now)
        self.tat = tat
        ahead = tat - self.limit * now
        left = self.burst * self.period - ahead
        return Level(left // self.period if left > 0 else 0, -(-ahead // self.limit))
