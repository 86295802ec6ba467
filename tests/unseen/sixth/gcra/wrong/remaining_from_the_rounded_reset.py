"""Wrong: works out reset_after first and remaining from it, so ahead is rounded up to a tick before it is divided by T."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        tat = max(self.tat, now * self.limit) + cost * self.period
        diff = now * self.limit - (tat - self.burst * self.period)
        if diff < 0:
            return -(diff // self.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        reset_after = max(0, -(-(self.tat - now * self.limit) // self.limit))
        remaining = (self.burst * self.period - reset_after * self.limit) // self.period
        return Level(max(0, remaining), reset_after)
