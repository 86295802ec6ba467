"""(b) kent8192/reinhardt-web issue 2246: whole tokens are added, the stamp becomes now, and the time of the part token is lost.

Witness: 78/40: take(3999, 78) take(4038, 78) -> 2, right: 1
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst
        self.stamp = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError("cost")
        now = max(now, self.stamp)
        fresh = (now - self.stamp) * quota.limit // quota.period
        if fresh > 0:
            self.tokens = min(quota.burst, self.tokens + fresh)
            self.stamp = now
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        lack = (cost - self.tokens) * quota.period - (now - self.stamp) * quota.limit
        return -(-lack // quota.limit)

    def level(self, now: int) -> Level:
        quota = self.quota
        credit = self.tokens * quota.period + max(0, now - self.stamp) * quota.limit
        credit = min(credit, quota.burst * quota.period)
        return Level(credit // quota.period, -((credit - quota.burst * quota.period) // quota.limit))
