"""`delay` is rounded down to whole ticks, while `reset_after` is rounded up."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.l, self.p, self.b = quota.limit, quota.period, quota.burst
        self.units = self.gone = self.t = 0

    def leak(self, now):
        if self.units == 0 or now <= self.t:
            return self.units, self.gone
        n, gone = divmod(self.gone + (now - self.t) * self.l, self.p)
        return (0, 0) if n >= self.units else (self.units - n, gone)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.b:
            raise ValueError("EINVAL")
        self.units, self.gone = self.leak(now)
        self.t = max(self.t, now)
        if self.units + cost > self.b:
            return -(-((self.units + cost - self.b) * self.p - self.gone) // self.l)
        self.units += cost
        return 0

    def level(self, now: int) -> Level:
        units, gone = self.leak(now)
        return Level(self.b - units, -(-(units * self.p - gone) // self.l))

    def delay(self, now: int) -> int:
        units, gone = self.leak(now)
        return (units * self.p - gone) // self.l
