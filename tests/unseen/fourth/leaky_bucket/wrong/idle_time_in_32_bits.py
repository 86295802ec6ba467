"""The time since the last take is an unsigned number of 32 bits, so of a longer idle time only the rest leaks."""

from ratelimit import Level, Quota

UINT32_MAX = 0xFFFFFFFF


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.l = quota.limit
        self.p = quota.period
        self.b = quota.burst
        self.units = 0
        self.gone = 0
        self.t = 0

    def leak(self, now):
        units, gone = self.units, self.gone
        if units == 0 or now <= self.t:
            return units, gone
        dt = (now - self.t) & UINT32_MAX
        gone += dt * self.l
        n = gone // self.p
        if n >= units:
            return 0, 0
        return units - n, gone - n * self.p

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.b:
            raise ValueError("EINVAL")
        units, gone = self.leak(now)
        if now > self.t:
            self.t = now
        self.units, self.gone = units, gone
        if units + cost <= self.b:
            self.units = units + cost
            return 0
        return self.ticks((units + cost - self.b) * self.p - gone)

    def ticks(self, parts):
        q = parts // self.l
        return q if q * self.l == parts else q + 1

    def level(self, now: int) -> Level:
        units, gone = self.leak(now)
        return Level(self.b - units, self.ticks(units * self.p - gone))

    def delay(self, now: int) -> int:
        units, gone = self.leak(now)
        return self.ticks(units * self.p - gone)
