"""Every time is an int in units of 1/limit tick, as one would port it to 128-bit integers."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("limit", "period", "burst", "tat")

    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(cost)
        t = now * self.limit
        x = max(self.tat, t) + cost * self.period
        early = x - t - self.burst * self.period
        if early > 0:
            return -(-early // self.limit)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now * self.limit, 0)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
