"""A take with an impossible cost opens the window of its tick before it raises, so it moves the clock.

Source: (a) the brief, law 4.
Witness: 3/10: take(5) take(15, 4) take(5, 3) -> 0, right: 5
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = 0

    def _enter(self, now: int) -> None:
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0

    def take(self, now: int, cost: int = 1) -> int:
        self._enter(now)
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.window else 0
        return Level(self.limit - used, (now // self.period + 1) * self.period - now if used else 0)
