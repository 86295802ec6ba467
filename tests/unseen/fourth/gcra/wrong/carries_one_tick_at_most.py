"""TAT is kept as ticks and limit-ths; cost times the part of T is carried once, so a part of several ticks stays unnormalised."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.den = quota.limit
        self.period, self.burst = quota.period, quota.burst
        self.ticks, self.part = divmod(quota.period, quota.limit)  # T
        self.tat, self.frac = 0, 0

    def _later(self, whole, frac, cost):
        whole += cost * self.ticks
        frac += cost * self.part
        if frac >= self.den:
            whole, frac = whole + 1, frac - self.den
        return whole, frac

    def _base(self, now):
        return (self.tat, self.frac) if self.tat >= now else (now, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        whole, frac = self._base(now)
        over = (whole - now) * self.den + frac + (cost - self.burst) * self.period
        if over > 0:
            return -(-over // self.den)
        self.tat, self.frac = self._later(whole, frac, cost)
        return 0

    def level(self, now: int) -> Level:
        whole, frac = self._base(now)
        ahead = (whole - now) * self.den + frac
        return Level(max(0, (self.burst * self.period - ahead) // self.period), whole - now + (frac > 0))
