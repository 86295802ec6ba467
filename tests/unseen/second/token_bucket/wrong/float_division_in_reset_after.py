"""(c) reset_after is math.ceil(missing / limit): a float quotient, inexact for large numbers; all the rest is whole.

Witness: 1/1 burst 749999999999999631: take(3190704764770802043, 603039107302297782) level(3190704764770802043) -> Level(146960892697701849, 603039107302297728), right: Level(146960892697701849, 603039107302297782)
"""

import math

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.credit + max(0, now - self.clock) * self.limit)

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
        return Level(credit // self.period, math.ceil((self.full - credit) / self.limit))
