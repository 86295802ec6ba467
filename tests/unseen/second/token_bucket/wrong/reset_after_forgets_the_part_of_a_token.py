"""(a) reset_after is computed from the rounded-down remaining, so the part of a token that is there already is waited for again.

Witness: 78/2221: take(12121, 78) level(14194) -> Level(72, 171), right: Level(72, 148)
"""

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
        remaining = self._at(now) // self.period
        return Level(remaining, -(-(self.burst - remaining) * self.period // self.limit))
