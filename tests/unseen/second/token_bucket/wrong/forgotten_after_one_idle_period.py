"""(c) A time to live: after a whole period without a take the bucket counts as full, though a burst above the limit takes longer.

Witness: 1/2 burst 104: take(1099, 104) take(1270, 86) -> 0, right: 1
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        idle = max(0, now - self.clock)
        if idle >= self.period:
            return self.full
        return min(self.full, self.credit + idle * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.credit = self._at(now)
        self.clock = max(self.clock, now)
        lack = cost * self.period - self.credit
        if lack > 0:
            return -(-lack // self.limit)
        self.credit = -lack
        return 0

    def level(self, now: int) -> Level:
        credit = self._at(now)
        return Level(credit // self.period, -((credit - self.full) // self.limit))
