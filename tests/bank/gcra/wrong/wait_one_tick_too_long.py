"""Rounds the wait up by always adding a tick, to be sure, also when it was whole already.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 11
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.lead, self.moment = Fraction(0), 0

    def _lead_at(self, now):
        return max(Fraction(0), self.lead - max(0, now - self.moment))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.lead, self.moment = self._lead_at(now), max(self.moment, now)
        lead = self.lead + Fraction(cost * quota.period, quota.limit)
        over = lead - Fraction(quota.burst * quota.period, quota.limit)
        if over > 0:
            return floor(over) + 1
        self.lead = lead
        return 0

    def level(self, now: int) -> Level:
        lead = self._lead_at(now)
        return Level(self.quota.burst - ceil(lead * self.quota.limit / self.quota.period), ceil(lead))
