"""Wrong: the wait is a bisect over range(2 * period + 1), whose length must fit a C ssize_t, so a refusal raises OverflowError for periods from 2**62 on."""

from bisect import bisect_left

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.counts = {0: 0}

    def _fits(self, now: int, cost: int) -> bool:
        window, elapsed = divmod(now, self.period)
        old = self.counts.get(window - 1, 0) * (self.period - elapsed)
        return old <= (self.limit - self.counts.get(window, 0) - cost) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        window = now // self.period
        self.counts = {each: self.counts.get(each, 0) for each in (window - 1, window)}
        if self._fits(now, cost):
            self.counts[window] += cost
            return 0
        waits = range(2 * self.period + 1)
        return bisect_left(waits, True, key=lambda wait: self._fits(now + wait, cost))

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        window, elapsed = divmod(now, self.period)
        before, current = self.counts.get(window - 1, 0), self.counts.get(window, 0)
        left = self.period - elapsed
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
