"""Wrong: a port from Java that keeps its longs: before * left wraps around at 2**63, as with 200 million per minute of nanoseconds, and the estimate turns negative."""

from ctypes import c_int64

from ratelimit import Level, Quota


def long(value: int) -> int:
    return c_int64(value).value


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.before = 0
        self.current = 0

    def _shift(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        return ((self.before, self.current), (self.current, 0), (0, 0))[min(passed, 2)]

    def _estimate(self, before: int, current: int, left: int) -> int:
        """Rounded up: all else is whole."""
        return current - long(-before * left) // self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(self.clock, now)
        self.before, self.current = self._shift(now)
        self.clock = now
        left = self.period - now % self.period
        if self._estimate(self.before, self.current, left) + cost <= self.limit:
            self.current += cost
            return 0
        if self.current + cost <= self.limit:
            return left - long((self.limit - self.current - cost) * self.period) // self.before
        return left + max(0, self.period - long((self.limit - cost) * self.period) // self.current)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._shift(now)
        left = self.period - now % self.period
        remaining = self.limit - self._estimate(before, current, left)
        return Level(max(0, remaining), left + self.period if current else left if before else 0)
