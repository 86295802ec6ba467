"""Remembers the instant at which the budget comes back, and what is left of it until then."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self.quota = quota
        self.refill_at = 0
        self.left = quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self.quota.limit:
            raise ValueError(f"cost {cost} can never fit under {self.quota.limit}")
        if now >= self.refill_at:
            self.refill_at = now - now % self.quota.period + self.quota.period
            self.left = self.quota.limit
        if cost > self.left:
            return self.refill_at - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.refill_at or self.left == self.quota.limit:
            return Level(self.quota.limit, 0)
        return Level(self.left, self.refill_at - now)
