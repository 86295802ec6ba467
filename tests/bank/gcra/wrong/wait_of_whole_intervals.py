"""Answers a refusal with the cost times the interval, as if there were no room at all and none on its way.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(5)
Expected: 5; yours: 10
Shipped: throttled-py #87: retry_after was cost / rate whatever was there
"""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.due = Fraction(0)  # in intervals

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        instant = Fraction(now * quota.limit, quota.period)
        due = max(self.due, instant) + cost
        if due > instant + quota.burst:
            return -(-cost * quota.period // quota.limit)
        self.due = due
        return 0

    def level(self, now: int) -> Level:
        backlog = max(Fraction(0), self.due - Fraction(now * self.quota.limit, self.quota.period))
        wait = ceil(backlog * self.quota.period / self.quota.limit)
        return Level(max(0, self.quota.burst - ceil(backlog)), wait)
