"""Subtracts now from the TAT for reset_after, and goes below zero once the TAT has passed.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: level(5)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=1, reset_after=-5)
Shipped: PyrateLimiter #23, flask-limiter #56, #62, #99: a Retry-After that was too early, 0 or below zero
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost < 1 or cost > burst:
            raise ValueError(f"cost must be in 1..{burst}")
        tat = max(self.tat, now * limit) + cost * period
        early = tat - now * limit - burst * period
        if early > 0:
            return -(-early // limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = self.tat - now * self.quota.limit
        used = -(-max(0, ahead) // self.quota.period)
        return Level(max(0, self.quota.burst - used), -(-ahead // self.quota.limit))
