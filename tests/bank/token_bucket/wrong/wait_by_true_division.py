"""Reckons in whole numbers throughout but rounds the wait up with `math.ceil(a / b)`, whose quotient is a float.

Breaks: law 9 (No drift)
Level: exact
Shows: 7/86400000000000 burst 1000: take(0, 1000) take(0, 1000)
Expected: 12342857142857143; yours: 12342857142857142
Shipped: not known
"""

import math

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.scaled_tokens = self.scaled_capacity = quota.burst * quota.period
        self.last_seen = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be in [1, {self.quota.burst}], got {cost}")

        self.scaled_tokens = self.__scaled_tokens_at(now)
        self.last_seen = max(self.last_seen, now)

        scaled_cost = cost * self.quota.period
        if self.scaled_tokens >= scaled_cost:
            self.scaled_tokens -= scaled_cost
            return 0

        return math.ceil((scaled_cost - self.scaled_tokens) / self.quota.limit)

    def level(self, now: int) -> Level:
        scaled = self.__scaled_tokens_at(now)
        return Level(
            scaled // self.quota.period,
            -((scaled - self.scaled_capacity) // self.quota.limit),
        )

    def __scaled_tokens_at(self, now: int) -> int:
        elapsed = max(now - self.last_seen, 0)
        return min(self.scaled_capacity, self.scaled_tokens + elapsed * self.quota.limit)
