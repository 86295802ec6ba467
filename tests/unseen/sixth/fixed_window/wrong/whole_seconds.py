"""Wrong: a port that counts in whole seconds; shows with a period that is not a whole number of seconds of 10**9 ticks."""

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.seconds = max(1, quota.period // SECOND)
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        window = now // SECOND // self.seconds
        if window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost > self.limit:
            return self._end() - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self._end() or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self._end() - now)

    def _end(self) -> int:
        return (self.window + 1) * self.seconds * SECOND
