"""(c) Speed: the refill steps once through each whole period that has gone by, so a call costs as much as the idle time is long.

Witness: 1/10 burst 1000000: take(0, 1000000) take(10000000) does a million steps; the same with an idle time of 10 does one.
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        credit, at = self.credit, self.clock
        while now - at >= self.period and credit < self.full:
            credit += self.limit * self.period
            at += self.period
        return min(self.full, credit + max(0, now - at) * self.limit)

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
