"""Wrong: tokens are a float, so sums drift and thirds are never whole; shows after a few refills that do not divide."""

import math

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.fill_rate = quota.limit / quota.period  # tokens per tick
        self._tokens = float(quota.burst)
        self._timestamp = 0

    def tokens(self, now: int) -> float:
        if self._tokens < self.capacity and now > self._timestamp:
            delta = self.fill_rate * (now - self._timestamp)
            return min(float(self.capacity), self._tokens + delta)
        return self._tokens

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"cannot take {cost} of {self.capacity} tokens")
        self._tokens = self.tokens(now)
        self._timestamp = max(now, self._timestamp)
        if cost <= self._tokens:
            self._tokens -= cost
            return 0
        return max(1, math.ceil((cost - self._tokens) / self.fill_rate))

    def level(self, now: int) -> Level:
        tokens = self.tokens(now)
        return Level(int(tokens), math.ceil((self.capacity - tokens) / self.fill_rate))
