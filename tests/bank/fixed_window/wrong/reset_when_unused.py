"""Says in `reset_after` how long until the next window, even when nothing has been used.

Breaks: law 7 (reset_after is 0 when the meter is fresh)
Level: level
Shows: 1/10: level(4)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=1, reset_after=6)
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.window, self.used = self._look(now)
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window, used = self._look(now)
        return Level(self.limit - used, (window + 1) * self.period - now)

    def _look(self, now: int) -> tuple[int, int]:
        window = max(self.window, now // self.period)
        return window, self.used if window == self.window else 0
