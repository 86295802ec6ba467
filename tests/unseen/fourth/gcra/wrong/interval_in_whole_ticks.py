"""The emission interval is period // limit ticks, at least 1, without the fraction."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = max(1, quota.period // quota.limit)
        self.tolerance = self.burst * self.interval
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("bad cost")
        new_tat = max(self.tat, now) + cost * self.interval
        allow_at = new_tat - self.tolerance
        if now < allow_at:
            return allow_at - now
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now)
        return Level(max(0, self.tolerance - ahead) // self.interval, ahead)
