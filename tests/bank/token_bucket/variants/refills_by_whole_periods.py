"""Variant of wrong/refills_by_whole_periods: a Fraction of tokens, and one function for all inflow since 0."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens = Fraction(self.burst)
        self.time = 0

    def _inflow(self, now: int) -> Fraction:
        return Fraction(now // self.period * self.limit)

    def _tokens(self, now: int) -> Fraction:
        if now <= self.time:
            return self.tokens
        return min(Fraction(self.burst), self.tokens + self._inflow(now) - self._inflow(self.time))

    def _until(self, now: int, wanted: Fraction) -> int:
        """Return the wait until so many more tokens have come in."""
        periods = ceil(wanted / self.limit)
        return (now // self.period + periods) * self.period - now if periods else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        now = max(now, self.time)
        self.tokens = self._tokens(now)
        self.time = now
        if self.tokens < cost:
            return self._until(now, cost - self.tokens)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens(now)
        return Level(floor(tokens), self._until(now, self.burst - tokens))
