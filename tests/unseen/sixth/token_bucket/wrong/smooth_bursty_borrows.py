"""Wrong: a port of Guava's SmoothBursty: any cost goes through if the last debt is paid, and the next caller waits for it."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.max_permits = quota.burst
        self.stable_interval = Fraction(quota.period, quota.limit)
        self.stored_permits = Fraction(quota.burst)
        self.next_free_ticket = Fraction(0)

    def _resync(self, now: int) -> tuple[Fraction, Fraction]:
        if now <= self.next_free_ticket:
            return self.stored_permits, self.next_free_ticket
        new_permits = (now - self.next_free_ticket) / self.stable_interval
        return min(Fraction(self.max_permits), self.stored_permits + new_permits), Fraction(now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max_permits:
            raise ValueError(f"requested permits ({cost}) must be positive and at most {self.max_permits}")
        if now < self.next_free_ticket:
            return ceil(self.next_free_ticket - now)
        stored, next_free = self._resync(now)
        stored_to_spend = min(Fraction(cost), stored)
        fresh = cost - stored_to_spend
        self.stored_permits = stored - stored_to_spend
        self.next_free_ticket = next_free + fresh * self.stable_interval
        return 0

    def level(self, now: int) -> Level:
        stored, next_free = self._resync(now)
        owed = max(Fraction(0), next_free - now)
        until_full = owed + (self.max_permits - stored) * self.stable_interval
        return Level(0 if owed else floor(stored), ceil(until_full))
