"""Wrong: what is too early is cut to whole ticks before it is compared with 0, so a take less than a tick too early is granted; shows with a T that is not whole."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tat = 0  # times limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be in [1, {self.burst}], got {cost}")
        start = now * self.limit
        x = max(self.tat, start) + cost * self.period
        ticks, part = divmod(x - start - self.burst * self.period, self.limit)
        if ticks > 0:
            return ticks + (1 if part else 0)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.limit)
        free = max(0, self.burst * self.period - ahead)
        return Level(free // self.period, (ahead + self.limit - 1) // self.limit)
