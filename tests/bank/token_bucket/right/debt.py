"""Keeps what is owed instead of what is there: a grant adds to the debt, time pays it off, and B is the most."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.debt = 0  # in P-ths of a token
        self.last = 0

    def owed(self, now):
        paid = (now - self.last) * self.quota.limit if now > self.last else 0
        return self.debt - paid if paid < self.debt else 0

    def ticks_to_pay(self, amount):
        return (amount + self.quota.limit - 1) // self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        if cost > quota.burst:
            raise ValueError(f"cost {cost} is above the burst of {quota.burst}")
        self.debt = self.owed(now)
        if now > self.last:
            self.last = now
        excess = self.debt + (cost - quota.burst) * quota.period
        if excess > 0:
            return self.ticks_to_pay(excess)
        self.debt += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        owed = self.owed(now)
        return Level((self.quota.burst * self.quota.period - owed) // self.quota.period, self.ticks_to_pay(owed))
