"""(b) bucket4j issue 51: elapsed times tokens wraps as a signed 64-bit product after a long idle time.

Witness: 6/1 burst 1: level(1776477242541238290) -> Level(-7787880618462121875, 1297980103077020313), right: Level(1, 0)
"""

from ratelimit import Level, Quota


def i64(x):
    x &= 0xFFFFFFFFFFFFFFFF
    return x - (1 << 64) if x >> 63 else x


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.credit + i64(max(0, now - self.clock) * self.limit))

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
