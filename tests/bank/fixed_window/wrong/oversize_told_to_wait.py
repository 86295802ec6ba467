"""Answers a cost that no window can ever hold with a wait, so an obedient caller comes back for ever.

Breaks: law 4 (never is an error)
Level: cost
Shows: 2/10: take(0, 3)
Expected: ValueError; yours: 10
Shipped: throttled-py 3.5.0: a cost of 6 on a limit of 5 with a time-out of 3 s waits and returns after 4.0 s
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("limit and burst must be the same")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        window, elapsed = divmod(now, self.period)
        if window > self.window:
            self.window, self.used = window, 0
        if cost > self.limit - self.used:
            return self.period - elapsed
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        used = 0 if window > self.window else self.used
        return Level(self.limit - used, self.period - elapsed if used else 0)
