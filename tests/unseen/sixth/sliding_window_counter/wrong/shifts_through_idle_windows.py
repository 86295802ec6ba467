"""Wrong: the windows are shifted on one at a time, so a call after a long idle time shifts for ages."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.start = 0
        self.clock = 0
        self.counts = (0, 0)

    def _shifted(self, now):
        start, (before, current) = self.start, self.counts
        while now >= start + self.period:
            before, current = current, 0
            start += self.period
        return start, before, current

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        self.start, before, current = self._shifted(now)
        left = self.start + self.period - now
        room = self.limit - cost - current
        granted = before * left <= room * self.period
        self.counts = (before, current + cost) if granted else (before, current)
        if granted:
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        start, before, current = self._shifted(now)
        left = start + self.period - now
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
