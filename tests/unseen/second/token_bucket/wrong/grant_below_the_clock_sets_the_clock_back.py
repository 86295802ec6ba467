"""(a) A take below the clock is decided at the clock, but if it is granted, the clock follows it back and time flows in twice.

Witness: 1/188 burst 2: take(3235) take(0, 1) level(3610) -> Level(2, 0), right: Level(1, 1)
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.stamp = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        credit = self.credit
        if now > self.stamp:
            credit = min(self.full, credit + (now - self.stamp) * self.limit)
        need = cost * self.period
        if credit < need:
            if now > self.stamp:
                self.credit, self.stamp = credit, now
            return -((credit - need) // self.limit)
        self.credit, self.stamp = credit - need, now
        return 0

    def level(self, now: int) -> Level:
        credit = min(self.full, self.credit + max(0, now - self.stamp) * self.limit)
        return Level(credit // self.period, -((credit - self.full) // self.limit))
