"""Opens a new window whenever the window changes, even when time has gone back.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: a refusal (above 0); yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} for a limit of {quota.limit}")
        self.quota = quota
        self.window = None
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.quota.limit}")
        window, elapsed = divmod(now, self.quota.period)
        if window != self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.quota.limit:
            return self.quota.period - elapsed
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.quota.period)
        if window != self.window or not self.used:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.quota.period - elapsed)
