"""(a) A cost above the burst but not above the limit is not an error: it gets a wait that never ends.

Witness: 2/1 burst 1: take(0, 2) -> 1, right: ValueError
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.largest = max(quota.limit, quota.burst)
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.credit + max(0, now - self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.largest:
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
