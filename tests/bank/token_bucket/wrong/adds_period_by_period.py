"""Adds the refill of a rest period by period in a loop, so a call after a long rest works long.

Breaks: law 8 (Cheap)
Level: cheap
Shows: 1/10 burst 5: take(0) take(100000000)
Expected: as much work as for take(10); yours: ten million turns of a loop
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        # Everything is kept in 1/period tokens, so it stays a whole number.
        self.full = quota.burst * quota.period
        self.amount = self.full
        self.last = 0

    def _advance(self, amount: int, last: int, now: int) -> int:
        # Whole periods first: each brings exactly `limit` tokens ...
        while now - last >= self.quota.period:
            amount = min(self.full, amount + self.quota.limit * self.quota.period)
            last += self.quota.period
        # ... and then the started one.
        if now > last:
            amount = min(self.full, amount + (now - last) * self.quota.limit)
        return amount

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.quota.burst < cost:
            raise ValueError(f"a cost of {cost} can never be granted")
        self.amount = self._advance(self.amount, self.last, now)
        self.last = max(self.last, now)
        missing = cost * self.quota.period - self.amount
        if missing <= 0:
            self.amount = -missing
            return 0
        return -(-missing // self.quota.limit)

    def level(self, now: int) -> Level:
        amount = self._advance(self.amount, self.last, now)
        return Level(amount // self.quota.period, -(-(self.full - amount) // self.quota.limit))
