"""Wrong: the rollover comes before the check of the cost, so a call that raises in a later window moves the window on, and the older ticks count there."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window_start = 0
        self.used = 0

    def _advance(self, now: int) -> None:
        if now - self.window_start >= self.period:
            self.window_start = now // self.period * self.period
            self.used = 0

    def _try(self, cost: int) -> bool:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in [1, {self.limit}], got {cost}")
        if self.used + cost > self.limit:
            return False
        self.used += cost
        return True

    def take(self, now: int, cost: int = 1) -> int:
        self._advance(now)
        return 0 if self._try(cost) else self.window_start + self.period - now

    def level(self, now: int) -> Level:
        if now - self.window_start >= self.period or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.window_start + self.period - now)
