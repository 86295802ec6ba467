"""A refused take of exactly the burst raises ValueError, as if it could never be granted.

Source: (b) redis/redis#14826: increment < variance should be <=.
Witness: 1/9: take(0) take(3) -> ValueError, right: 6
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tau = quota.burst * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        t = now * self.limit
        x = max(self.tat, t) + cost * self.period
        if x - t <= self.tau:
            self.tat = x
            return 0
        if cost * self.period < self.tau:
            return -(-(x - t - self.tau) // self.limit)
        raise ValueError("more than can ever be granted")

    def level(self, now: int) -> Level:
        t = now * self.limit
        ahead = max(self.tat, t) - t
        return Level(max(0, (self.tau - ahead) // self.period), -(-ahead // self.limit))
