"""(c) A refusal caches the instant at which it would be granted, and every take before that is refused, also one that costs less.

Witness: 78/1: take(0, 1) take(0, 78) take(0) -> 1, right: 0
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.credit = quota.burst * quota.period
        self.clock = 0
        self.blocked_until = 0

    def _at(self, now):
        return min(self.full, self.credit + max(0, now - self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.credit = self._at(now)
        self.clock = max(self.clock, now)
        if self.clock < self.blocked_until and self.credit < self.full:
            lack = cost * self.period - self.credit
            return max(self.blocked_until - self.clock, -(-lack // self.limit))
        lack = cost * self.period - self.credit
        if lack > 0:
            wait = -(-lack // self.limit)
            self.blocked_until = self.clock + wait
            return wait
        self.credit = -lack
        return 0

    def level(self, now: int) -> Level:
        credit = self._at(now)
        return Level(credit // self.period, -((credit - self.full) // self.limit))
