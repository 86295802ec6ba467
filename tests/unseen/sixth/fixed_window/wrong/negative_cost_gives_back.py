"""Wrong: only a cost of 0 is refused as invalid; a negative one is granted and refills the window, as in limits."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not cost:
            raise ValueError("cost must not be 0")
        if cost > self.limit:
            raise ValueError(f"cost must be at most {self.limit}")
        window = max(self.window, now // self.period)
        used = self.used if window == self.window else 0
        if used + cost > self.limit:
            return (window + 1) * self.period - now
        self.window, self.used = window, max(0, used + cost)
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
