"""Right: a port of a Go middleware that keeps remaining and the tick of the reset, and rolls when that has come."""

from ratelimit import Level, Quota


class FixedWindow:
    """type window struct { limit, period, remaining, resetAt }"""

    def __init__(self, quota: Quota) -> None:
        err = self._validate(quota)
        if err is not None:
            raise err
        self.limit = quota.limit
        self.period = quota.period
        self.remaining = quota.limit
        self.reset_at = quota.period

    @staticmethod
    def _validate(quota: Quota) -> ValueError | None:
        if quota.burst != quota.limit:
            return ValueError("fixed window: burst is not supported")
        return None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("fixed window: cost out of range")
        if now >= self.reset_at:
            self.remaining = self.limit
            self.reset_at = now + self.period - now % self.period
        if cost > self.remaining:
            return self.reset_at - now
        self.remaining -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.reset_at or self.remaining == self.limit:
            return Level(self.limit, 0)
        return Level(self.remaining, self.reset_at - now)
