"""Wrong: the old window is weighted with the elapsed part, not with the rest; grants at an edge what should wait."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.clock = 0
        self.counts = {}

    def _scaled(self, now):
        window, elapsed = divmod(now, self.quota.period)
        before, current = self.counts.get(window - 1, 0), self.counts.get(window, 0)
        return before * elapsed + current * self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        window = now // period
        for old in [w for w in self.counts if w < window - 1]:
            del self.counts[old]
        if self._scaled(now) + cost * period <= limit * period:
            self.counts[window] = self.counts.get(window, 0) + cost
            return 0
        return period - now % period

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        limit, period = self.quota.limit, self.quota.period
        window, elapsed = divmod(now, period)
        remaining = (limit * period - self._scaled(now)) // period
        if self.counts.get(window):
            return Level(max(0, remaining), 2 * period - elapsed)
        return Level(max(0, remaining), period - elapsed if self.counts.get(window - 1) else 0)
