"""Wrong: the ticks until enough has faded are rounded down; unless they come out whole, the client is told to come one tick too early."""

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

    def _fades_after(self, units: int, room: int) -> int:
        return max(0, units - room) * self.period // units

    def _shift(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        return ((self.before, self.current), (self.current, 0), (0, 0))[min(passed, 2)]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(self.clock, now)
        self.before, self.current = self._shift(now)
        self.clock = now
        elapsed = now % self.period
        room = self.limit - self.current - cost
        if self.before * (self.period - elapsed) <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            return max(1, self._fades_after(self.before, room) - elapsed)
        return self.period - elapsed + self._fades_after(self.current, self.limit - cost)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._shift(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
