"""Wrong: level goes through the same rollover as take, so a look at a later window throws the count of this one away."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("A window has no burst")
        self.quota = quota
        self.window_end = quota.period
        self.used = 0

    def _roll(self, now: int) -> None:
        if now >= self.window_end:
            self.window_end = (now // self.quota.period + 1) * self.quota.period
            self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost out of range")
        self._roll(now)
        if self.used + cost > self.quota.limit:
            return self.window_end - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        self._roll(now)
        return Level(self.quota.limit - self.used, self.window_end - now if self.used else 0)
