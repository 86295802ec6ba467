"""Asks only whether one unit would fit, then moves the TAT by the whole cost.

Breaks: law 0 (the formula decides)
Level: cost
Shows: 2/10: take(0) take(0, 2)
Expected: 5; yours: 0
Shipped: flask-limiter #448: with deduct_when the check ignored the cost, so requests over the limit passed
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.scale, self.interval, self.burst = quota.limit, quota.period, quota.burst
        self.tolerance = (quota.burst - 1) * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        start = max(self.tat, now * self.scale)
        ahead = start - now * self.scale
        if ahead > self.tolerance:
            return -(-(ahead + (cost - self.burst) * self.interval) // self.scale)
        self.tat = start + cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.scale)
        return Level(max(0, self.burst - -(-ahead // self.interval)), -(-ahead // self.scale))
