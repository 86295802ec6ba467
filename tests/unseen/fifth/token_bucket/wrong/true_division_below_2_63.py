"""Wrong: up to 63 bits the waits are computed by a float division, which is exact only up to 53."""

from math import ceil

from ratelimit import Level, Quota

WORD = 1 << 63


def div_up(a: int, b: int) -> int:
    """Quick for machine words, exact for big numbers."""
    if a < WORD:
        return ceil(a / b)
    return -(-a // b)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.top = quota.burst * quota.period
        self.amount = self.top
        self.clock = 0

    def _amount(self, now: int) -> int:
        if now <= self.clock:
            return self.amount
        return min(self.top, self.amount + self.quota.limit * (now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError("no such cost")
        self.amount = self._amount(now)
        self.clock = max(self.clock, now)
        price = cost * self.quota.period
        if price > self.amount:
            return div_up(price - self.amount, self.quota.limit)
        self.amount -= price
        return 0

    def level(self, now: int) -> Level:
        amount = self._amount(now)
        return Level(amount // self.quota.period, div_up(self.top - amount, self.quota.limit))
