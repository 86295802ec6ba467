"""Lets TAT lag behind now by as much as it may be ahead, so after a long rest two bursts come through.

Breaks: law 1 (The formula)
Level: spacing
Shows: 1/10 burst 1: take(10) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    """Virtual scheduling, with all times in units of 1/limit ticks."""

    __slots__ = ("_limit", "_interval", "_burst", "_tat")

    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._interval = quota.period
        self._burst = quota.burst
        self._tat = 0

    @property
    def _tolerance(self) -> int:
        return self._burst * self._interval

    def _lead(self, now: int) -> int:
        """How far TAT is ahead of now; an idle client can't save up more than the tolerance."""
        return max(self._tat - now * self._limit, -self._tolerance)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost {cost} outside of 1..{self._burst}")
        lead = self._lead(now) + cost * self._interval
        if lead > self._tolerance:
            return -((self._tolerance - lead) // self._limit)
        self._tat = now * self._limit + lead
        return 0

    def level(self, now: int) -> Level:
        lead = max(0, self._lead(now))
        return Level(max(0, self._tolerance - lead) // self._interval, -(-lead // self._limit))
