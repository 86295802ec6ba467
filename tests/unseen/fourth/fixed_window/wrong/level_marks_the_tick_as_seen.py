"""It skips the look for a new window if `now` is that of the call before, which may have been a `level`."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.seen, self.elapsed = 0, 0  # the division is done once for each tick
        self.end, self.used = self.period, 0

    def _divide(self, now):
        self.elapsed = now % self.period
        self.seen = now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        if now != self.seen:
            self._divide(now)
            if now >= self.end:
                self.end, self.used = now - self.elapsed + self.period, 0
        if self.used + cost > self.limit:
            return self.period - self.elapsed
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now != self.seen:
            self._divide(now)
        if now >= self.end or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.period - self.elapsed)
