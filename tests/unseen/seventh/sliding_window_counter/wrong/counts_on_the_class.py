"""Wrong: the dict of counts is a class attribute that all meters write to, so a second client's new counter finds the first one's units in the same windows."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    counts: dict[int, int] = {}
    clock: int = 0

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period

    def _look(self, now: int) -> tuple[int, int, int, int]:
        window, elapsed = divmod(now, self.period)
        return window, self.period - elapsed, self.counts.get(window - 1, 0), self.counts.get(window, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        window, left, before, current = self._look(now)
        for old in [each for each in self.counts if each < window - 1]:
            del self.counts[old]
        room = self.limit - current - cost
        if before * left <= room * self.period:
            self.counts[window] = current + cost
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + max(0, self.period - (self.limit - cost) * self.period // current)

    def level(self, now: int) -> Level:
        _, left, before, current = self._look(max(now, self.clock))
        remaining = self.limit - current + -before * left // self.period
        return Level(max(0, remaining), left + self.period if current else left if before else 0)
