"""Wrong: level holds on to the clock's window but weighs by its own tick, so below the clock, where more of `before` counted, `remaining` can be negative; it must be at least 0."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.before = 0
        self.current = 0

    def _counts(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        if passed <= 0:
            return self.before, self.current
        return (self.current, 0) if passed == 1 else (0, 0)

    def _room(self, now: int) -> int:
        before, current = self._counts(now)
        old = before * (self.period - now % self.period)
        return self.limit - current + -old // self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(now, self.clock)
        self.before, self.current = self._counts(now)
        self.clock = now
        if cost <= self._room(now):
            self.current += cost
            return 0
        low, high = 1, 2 * self.period
        while low < high:
            middle = (low + high) // 2
            if cost <= self._room(now + middle):
                high = middle
            else:
                low = middle + 1
        return low

    def level(self, now: int) -> Level:
        before, current = self._counts(now)
        left = self.period - now % self.period
        return Level(self._room(now), left + self.period if current else left if before else 0)
