"""(c) The scaled instant of being full is rebased when it would not fit 64 bits any more; the rebase divides and drops its fraction.

Witness: 3/49 burst 3770023144559343276: take(0, 452279330476723330) take(1874870304124079210, 3534067429037113650) -> 1658415406799317955, right: 1658415406799317956
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.n, self.d, self.burst = quota.limit, quota.period, quota.burst
        self.base = self.clock = self.full_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(cost)
        self.clock = max(self.clock, now)
        here = (self.clock - self.base) * self.n
        if here >> 62:
            ahead = max(0, self.full_at - here)
            self.base = self.clock
            self.full_at = ahead // self.n * self.n
            here = 0
        full_at = max(self.full_at, here) + cost * self.d
        over = full_at - here - self.burst * self.d
        if over > 0:
            return -(-over // self.n)
        self.full_at = full_at
        return 0

    def level(self, now: int) -> Level:
        missing = max(0, self.full_at - (max(now, self.clock) - self.base) * self.n)
        return Level(self.burst - -(-missing // self.d), -(-missing // self.n))
