"""Variant of wrong/leaks_on_a_grid: a function tells how much has leaked since tick 0, and its inverse when."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.inside = 0
        self.clock = 0

    def _leaked(self, now: int):
        """Return how much would have leaked from tick 0 on, had there been enough."""
        amount = now * self.quota.limit
        return amount // self.quota.period

    def _wait(self, now: int, amount) -> int:
        """Return the wait until this amount more has leaked."""
        if amount <= 0:
            return 0
        return ceil(Fraction((self._leaked(now) + amount) * self.quota.period, self.quota.limit)) - now

    def _inside(self, now: int):
        if now <= self.clock:
            return self.inside
        return max(0, self.inside + self._leaked(self.clock) - self._leaked(now))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        now = max(now, self.clock)
        self.inside, self.clock = self._inside(now), now
        wait = self._wait(now, self.inside + cost - self.quota.burst)
        if not wait:
            self.inside += cost
        return wait

    def level(self, now: int) -> Level:
        return Level(floor(self.quota.burst - self._inside(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return self._wait(max(now, self.clock), self._inside(now))
