"""Wrong: the first take of a new window is granted whatever it costs, as in rush's periodic limiter; no ValueError."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.expires = 0
        self.remaining = quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost")
        if now >= self.expires:
            self.expires = now - now % self.period + self.period
            self.remaining = self.limit - cost
            return 0
        if cost > self.limit:
            raise ValueError("cost")
        if cost > self.remaining:
            return self.expires - now
        self.remaining -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.expires or self.remaining == self.limit:
            return Level(self.limit, 0)
        return Level(max(0, self.remaining), self.expires - now)
