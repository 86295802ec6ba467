"""Variant of wrong/checks_cost_against_limit: a check in a function of its own, and a Fraction of ticks for a token."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.interval = Fraction(quota.period, quota.limit)
        self.empty_since = -quota.burst * self.interval
        self.clock = 0

    def _check(self, cost: int) -> None:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be from 1 to {self.quota.limit}")

    def _since(self, now: int) -> Fraction:
        """Return since when an empty bucket would have filled to what is there now."""
        return max(self.empty_since, now - self.quota.burst * self.interval)

    def take(self, now: int, cost: int = 1) -> int:
        self._check(cost)
        self.clock = now = max(self.clock, now)
        since = self._since(now) + cost * self.interval
        if since > now:
            return ceil(since - now)
        self.empty_since = since
        return 0

    def level(self, now: int) -> Level:
        since = self._since(now)
        whole = (now - since) // self.interval
        return Level(max(0, whole), ceil(since + self.quota.burst * self.interval - now))
