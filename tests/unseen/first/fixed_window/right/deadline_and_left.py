"""A port from Go: what is left, and the tick at which it is refilled; it divides only when a window is over."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must be the limit")
        self.max = quota.limit
        self.every = quota.period
        self.left = quota.limit
        self.refill_at = quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max:
            raise ValueError("cost")
        if now >= self.refill_at:
            self.refill_at = now - now % self.every + self.every
            self.left = self.max
        if cost <= self.left:
            self.left -= cost
            return 0
        return self.refill_at - now

    def level(self, now: int) -> Level:
        if now >= self.refill_at or self.left == self.max:
            return Level(self.max, 0)
        return Level(self.left, self.refill_at - now)
