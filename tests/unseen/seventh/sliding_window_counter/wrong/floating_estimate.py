"""Wrong: the estimate is a float, before * (1 - elapsed / period) + current; where it should just touch the limit it may lie above, and with large numbers it is off by units."""

from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.window = 0
        self.before = 0
        self.current = 0

    def _view(self, now: int) -> tuple[int, int]:
        ahead = now // self.period - self.window
        if ahead == 0:
            return self.before, self.current
        return (self.current, 0) if ahead == 1 else (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        self.before, self.current = self._view(now)
        self.window, elapsed = divmod(now, self.period)
        weight = 1 - elapsed / self.period
        if self.before * weight + self.current + cost <= self.limit:
            self.current += cost
            return 0
        room = self.limit - self.current - cost
        if room >= 0:
            return max(1, ceil((1 - room / self.before) * self.period - elapsed))
        fade = max(0.0, 1 - (self.limit - cost) / self.current)
        return self.period - elapsed + ceil(fade * self.period)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._view(now)
        elapsed = now % self.period
        estimate = before * (1 - elapsed / self.period) + current
        windows = 2 if current else 1 if before else 0
        return Level(max(0, floor(self.limit - estimate)), windows * self.period - elapsed if windows else 0)
