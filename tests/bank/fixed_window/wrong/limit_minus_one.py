"""Compares with < where <= is meant, so the last unit of a window is never granted.

Breaks: law 0 (grant while the count with the cost stays within the limit)
Level: limit
Shows: 2/10: take(0) take(0)
Expected: 0; yours: 10
Shipped: rush 2021.4.0, in its GCRA: admitted one less than allowed, and per_minute(1) never admitted anything
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not the limit")
        self.limit, self.period = quota.limit, quota.period
        self.index = 0
        self.count = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost {cost} not in 1..{self.limit}")
        index = now // self.period
        if index > self.index:
            self.index = index
            self.count = 0
        if self.count + cost < self.limit:
            self.count += cost
            return 0
        return (self.index + 1) * self.period - now

    def level(self, now: int) -> Level:
        if now // self.period > self.index or not self.count:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, (self.index + 1) * self.period - now)
