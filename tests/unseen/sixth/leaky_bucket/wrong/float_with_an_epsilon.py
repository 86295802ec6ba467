"""Wrong: floats and a tolerance of 1e-9, which hides the drift of small numbers and grants a hair too early at large ones."""

import math

from ratelimit import Level, Quota

EPSILON = 1e-9


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.rate = quota.limit / quota.period
        self.amount = 0.0
        self.last_check = 0

    def _leak(self, now: int) -> float:
        elapsed = max(0, now - self.last_check)
        return max(0.0, self.amount - elapsed * self.rate)

    def _ticks(self, amount: float) -> int:
        return max(0, math.ceil(amount / self.rate - EPSILON))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError("Can't acquire more than the maximum capacity")
        self.amount = self._leak(now)
        self.last_check = max(self.last_check, now)
        if self.amount + cost <= self.capacity + EPSILON:
            self.amount += cost
            return 0
        return max(1, self._ticks(self.amount + cost - self.capacity))

    def level(self, now: int) -> Level:
        amount = self._leak(now)
        return Level(math.floor(self.capacity - amount + EPSILON), self._ticks(amount))

    def delay(self, now: int) -> int:
        return self._ticks(self._leak(now))
