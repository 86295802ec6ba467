"""Variant of wrong/tat_rounded_up: a virtual schedule whose next step is worked out by a function."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


def next_due(due, now: int, cost: int, interval: Fraction):
    return ceil(max(due, now) + cost * interval)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.most = quota.burst
        self.due = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.most:
            raise ValueError("cost")
        early = max(self.due, now) + cost * self.interval - now - self.most * self.interval
        if early > 0:
            return ceil(early)
        self.due = next_due(self.due, now, cost, self.interval)
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.due - now)
        return Level(max(0, int(self.most - ahead / self.interval)), ceil(ahead))
