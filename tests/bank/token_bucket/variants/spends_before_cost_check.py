"""Variant of wrong/spends_before_cost_check: a balance below zero is looked at after the purchase, and undone."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.income, self.price = quota.limit, quota.period
        self.most = quota.burst * quota.period
        self.balance, self.day = self.most, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cannot sell that")
        self.balance = self._on(now)
        self.day = max(self.day, now)
        self.balance -= cost * self.price
        if cost * self.price > self.most:
            raise ValueError("cannot sell that much")
        if self.balance >= 0:
            return 0
        wait = -(self.balance // self.income)
        self.balance += cost * self.price
        return wait

    def level(self, now: int) -> Level:
        balance = self._on(now)
        return Level(max(0, balance // self.price), -((balance - self.most) // self.income))

    def _on(self, now: int) -> int:
        return min(self.most, self.balance + self.income * max(0, now - self.day))
