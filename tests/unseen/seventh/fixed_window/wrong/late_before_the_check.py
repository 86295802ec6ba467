"""Wrong: turns late takes away before it looks at the cost, so below the clock an impossible cost gets a wait and not a ValueError (law 6 with law 4)."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.last = 0
        self.used = 0

    def _same_window(self, now: int) -> bool:
        return now // self.period == self.last // self.period

    def take(self, now: int, cost: int = 1) -> int:
        if now < self.last:
            return self.last - now  # the clock went back: come again when it is right
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        used = self.used if self._same_window(now) else 0
        self.last = now
        if used + cost > self.limit:
            self.used = used
            return self.period - now % self.period
        self.used = used + cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.last)
        used = self.used if self._same_window(now) else 0
        return Level(self.limit - used, self.period - now % self.period if used else 0)
