"""Lets nothing through after a refusal until the wait that it gave is over, not even what would fit.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 2/10: take(0) take(0, 2) take(0)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = self.blocked_until = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        if now < self.blocked_until:
            return self.blocked_until - now
        tat = max(self.tat, now * quota.limit) + cost * quota.period
        over = tat - now * quota.limit - quota.burst * quota.period
        if over > 0:
            wait = -(-over // quota.limit)
            self.blocked_until = now + wait
            return wait
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
