"""Its `level` takes a window in which no take has come yet for empty, and leaves out what counts from the one before."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.counts = {}

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        w, elapsed = divmod(now, self.period)
        before, current = self.counts.get(w - 1, 0), self.counts.get(w, 0)
        self.counts = {w - 1: before, w: current}
        rest = self.period - elapsed
        spare = (self.limit - current - cost) * self.period
        if before * rest <= spare:
            self.counts[w] = current + cost
            return 0
        if spare >= 0:
            return rest - spare // before
        return rest + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        w, elapsed = divmod(now, self.period)
        if w not in self.counts:
            return Level(self.limit, 0)
        before, current = self.counts.get(w - 1, 0), self.counts[w]
        rest = self.period - elapsed
        remaining = ((self.limit - current) * self.period - before * rest) // self.period
        return Level(max(0, remaining), rest + self.period if current else rest if before else 0)
