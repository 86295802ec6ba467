"""Right: the window is a range object that is asked `now in window`; strict, so a take below the clock is refused."""

from typing import Final

from ratelimit import Level, Quota


class FixedWindow:
    """Defensive: late requests are told to come again at the clock, and every invariant is asserted."""

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError(f"burst {quota.burst} differs from limit {quota.limit}")
        self.quota: Final = quota
        self.clock = 0
        self.window = self._window_of(0)
        self.used = 0

    def _window_of(self, tick: int) -> range:
        start = tick - tick % self.quota.period
        return range(start, start + self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.quota.limit + 1):
            raise ValueError(f"cost {cost} is not in 1..{self.quota.limit}")
        if now < self.clock:
            return self.clock - now
        self.clock = now
        if now not in self.window:
            self.window = self._window_of(now)
            self.used = 0
        assert now in self.window
        if self.used + cost > self.quota.limit:
            return self.window.stop - now
        self.used += cost
        assert self.used <= self.quota.limit
        return 0

    def level(self, now: int) -> Level:
        if now < self.clock:
            return self.level(self.clock)
        if now not in self.window or not self.used:
            return Level(remaining=self.quota.limit, reset_after=0)
        return Level(remaining=self.quota.limit - self.used, reset_after=self.window.stop - now)
