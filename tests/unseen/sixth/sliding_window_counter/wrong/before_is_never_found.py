"""Wrong: the old count is looked up under `now - period`, its keys being window numbers; never found (upstash #39)."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.counts = {}
        self.clock = 0

    def _look(self, now):
        window = now // self.period
        current = self.counts.get(window, 0)
        before = self.counts.get(window - self.period, 0)
        return before, current, self.period - now % self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        before, current, left = self._look(now)
        room = self.limit - cost - current
        if before * left <= room * self.period:
            window = now // self.period
            self.counts = {k: v for k, v in self.counts.items() if k >= window - 1}
            self.counts[window] = current + cost
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        before, current, left = self._look(max(now, self.clock))
        remaining = self.limit - current + -before * left // self.period
        return Level(max(0, remaining), left + self.period if current else left if before else 0)
