"""TAT as whole ticks and a remainder in parts of a tick, added with a carry as in C."""

from ratelimit import Level, Quota


class GCRA:
    __slots__ = ("limit", "period", "burst", "ticks", "rem")

    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.ticks = 0
        self.rem = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost out of range")
        ticks, rem = self.ticks, self.rem
        if ticks < now:
            ticks, rem = now, 0
        carry, rem = divmod(rem + cost * self.period, self.limit)
        ticks += carry
        reach, frac = divmod(self.burst * self.period, self.limit)
        over, part = ticks - now - reach, rem - frac
        if over < 0 or (over == 0 and part <= 0):
            self.ticks, self.rem = ticks, rem
            return 0
        return over + 1 if part > 0 else over

    def level(self, now: int) -> Level:
        if self.ticks < now:
            return Level(self.burst, 0)
        whole = self.ticks - now
        spent = whole * self.limit + self.rem
        units = (spent + self.period - 1) // self.period
        reset = whole + 1 if self.rem else whole
        return Level(max(self.burst - units, 0), reset)
