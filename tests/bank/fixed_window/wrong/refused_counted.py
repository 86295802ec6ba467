"""Adds the cost first and compares afterwards, so a refused request uses up the window too.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 10/10: take(0, 8) take(0, 5) take(0, 2)
Expected: 0; yours: 10
Shipped: limits 5.8.0, throttled-py 3.5.0, upstash-ratelimit 1.2.0: 8 of 10 used, 5 denied, then 2 denied too
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.quota = quota
        self.key = 0
        self.counter = 0

    def _incrby(self, key: int, amount: int) -> int:
        if key > self.key:
            self.key, self.counter = key, 0
        self.counter += amount
        return self.counter

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost {cost} is impossible")
        if self._incrby(now // self.quota.period, cost) > self.quota.limit:
            return (self.key + 1) * self.quota.period - now
        return 0

    def level(self, now: int) -> Level:
        if now // self.quota.period > self.key or self.counter == 0:
            return Level(self.quota.limit, 0)
        return Level(max(0, self.quota.limit - self.counter), (self.key + 1) * self.quota.period - now)
