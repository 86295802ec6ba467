"""Wrong: a defaultdict has the count of every window there was, and even looking makes a key; what the meter keeps grows with the earlier calls (law 8)."""

from collections import defaultdict

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.counts: defaultdict[int, int] = defaultdict(int)
        self.clock = 0

    def _look(self, now: int) -> tuple[int, int, int, int]:
        window, elapsed = divmod(now, self.period)
        return window, self.period - elapsed, self.counts[window - 1], self.counts[window]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        window, left, before, current = self._look(now)
        if before * left + (current + cost) * self.period <= self.limit * self.period:
            self.counts[window] += cost
            return 0
        if current + cost <= self.limit:
            return left - (self.limit - current - cost) * self.period // before
        return left + max(0, self.period - (self.limit - cost) * self.period // current)

    def level(self, now: int) -> Level:
        _, left, before, current = self._look(max(now, self.clock))
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
