"""It rounds the part of the window before down when it computes `remaining`, which is then one more than can be had."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota, self.clock, self.counts = quota, 0, (0, 0)

    def _at(self, now):
        gap = now // self.quota.period - self.clock // self.quota.period
        before, current = self.counts
        if gap <= 0:
            return before, current
        return (current, 0) if gap == 1 else (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if cost < 1 or cost > limit:
            raise ValueError(cost)
        now = max(now, self.clock)
        before, current = self._at(now)
        self.clock, self.counts = now, (before, current)
        left = period - now % period
        for falling, still, end in (before, current, left), (current, 0, left + period):
            spare = (limit - still - cost) * period
            if spare >= 0:
                break
        if falling * end <= spare and end <= period:
            self.counts = before, current + cost
            return 0
        return end - spare // falling

    def level(self, now: int) -> Level:
        before, current = self._at(now)
        period = self.quota.period
        left = period - now % period
        remaining = self.quota.limit - current - before * left // period
        return Level(max(0, remaining), left + period if current else left if before else 0)
