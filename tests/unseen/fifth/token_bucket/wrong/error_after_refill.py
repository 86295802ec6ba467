"""Wrong: the cost is checked only when it can't be paid, after the clock has been moved."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.capacity = self.burst * self.period
        self.tokens = self.capacity
        self.clock = 0

    def _refill(self, now: int) -> None:
        if now > self.clock:
            self.tokens = min(self.capacity, self.tokens + (now - self.clock) * self.limit)
            self.clock = now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        self._refill(now)
        price = cost * self.period
        if price <= self.tokens:
            self.tokens -= price
            return 0
        if price > self.capacity:
            raise ValueError("cost can never be granted")
        return -(-(price - self.tokens) // self.limit)

    def level(self, now: int) -> Level:
        tokens = min(self.capacity, self.tokens + max(0, now - self.clock) * self.limit)
        return Level(tokens // self.period, -(-(self.capacity - tokens) // self.limit))
