"""(b) SandeepVashishtha/Eventra issue 6488: negative elapsed time drains the bucket (to 0 at least) and the earlier time is kept as the last one.

Witness: 1/2 burst 104: take(1170, 104) take(0, 1) level(1377) -> Level(104, 0), right: Level(103, 1)
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.credit = max(0, min(self.full, self.credit + (now - self.last) * self.limit))
        self.last = now
        lack = cost * self.period - self.credit
        if lack > 0:
            return -(-lack // self.limit)
        self.credit = -lack
        return 0

    def level(self, now: int) -> Level:
        credit = max(0, min(self.full, self.credit + (now - self.last) * self.limit))
        return Level(credit // self.period, -((credit - self.full) // self.limit))
