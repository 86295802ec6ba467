"""Wrong: a wait is cut at the largest int64, as a time.Duration of Go is; longer periods need more."""

from ratelimit import Level, Quota

MAX_DURATION = (1 << 63) - 1


def until(deadline: int, now: int) -> int:
    """Like Go's time.Until: the result saturates instead of overflowing."""
    return min(deadline - now, MAX_DURATION)


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.window_end = quota.period
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        if now >= self.window_end:
            self.window_end = (now // self.period + 1) * self.period
            self.used = 0
        if self.used + cost > self.limit:
            return until(self.window_end, now)
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.window_end or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, until(self.window_end, now))
