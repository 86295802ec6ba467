"""Wrong: tokens and rate are floats, so 3 tokens per 10 ticks drift, and a wait or a reset comes out a tick too long."""

import math

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.refill_rate = quota.limit / quota.period
        self.tokens = float(quota.burst)
        self.last_refill = 0

    def _refill(self, now: int) -> float:
        elapsed = max(0, now - self.last_refill)
        return min(float(self.capacity), self.tokens + elapsed * self.refill_rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError("cost must be between 1 and the capacity")
        self.tokens = self._refill(now)
        self.last_refill = max(now, self.last_refill)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return max(1, math.ceil((cost - self.tokens) / self.refill_rate))

    def level(self, now: int) -> Level:
        tokens = self._refill(now)
        return Level(math.floor(tokens), math.ceil((self.capacity - tokens) / self.refill_rate))
