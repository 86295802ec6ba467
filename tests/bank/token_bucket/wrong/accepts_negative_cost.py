"""Takes a negative cost, and so hands tokens back to whoever asks.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0) take(0, -1) take(0)
Expected: 10; yours: 0
Shipped: limits 5.8.0 refills the quota and aiolimiter up to 1.2.1 gave a second burst
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.debt, self.clock = 0, 0

    def _debt(self, now):
        return max(0, self.debt - max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost == 0 or cost > self.quota.burst:
            raise ValueError(f"cost {cost} is zero or above {self.quota.burst}")
        self.debt, self.clock = self._debt(now), max(self.clock, now)
        excess = self.debt + (cost - self.quota.burst) * self.quota.period
        if excess > 0:
            return -(-excess // self.quota.limit)
        self.debt = max(0, self.debt + cost * self.quota.period)
        return 0

    def level(self, now: int) -> Level:
        debt = self._debt(now)
        return Level(self.quota.burst - -(-debt // self.quota.period), -(-debt // self.quota.limit))
