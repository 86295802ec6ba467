"""Wrong: after an addition one tick at most is carried, but a cost above 1 may bring several from the part."""

from ratelimit import Level, Quota


class GCRA:
    """TAT is ticks and a part in limit-ths."""

    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.whole, self.rest = divmod(quota.period, quota.limit)  # T
        self.ticks, self.part = 0, 0

    def _due(self, now: int) -> tuple[int, int]:
        return (self.ticks, self.part) if self.ticks >= now else (now, 0)

    def _plus(self, ticks: int, part: int, units: int) -> tuple[int, int]:
        ticks += units * self.whole
        part += units * self.rest
        if part >= self.limit:
            ticks += 1
            part -= self.limit
        return ticks, part

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        ticks, part = self._plus(*self._due(now), cost)
        excess = (ticks - now) * self.limit + part - self.burst * self.period
        if excess > 0:
            return -(-excess // self.limit)
        self.ticks, self.part = ticks, part
        return 0

    def level(self, now: int) -> Level:
        ticks, part = self._due(now)
        ahead = (ticks - now) * self.limit + part
        return Level(max(0, self.burst + -ahead // self.period), ticks - now + (1 if part else 0))
