"""Caches the last answer of `level`, and gives it again after a take at the same tick has changed it.

Breaks: law 7 (`level` only looks)
Level: level
Shows: 1/10 burst 1: level(0) take(0) level(0)
Expected: Level(0, 10); yours: Level(1, 0)
Shipped: not known
"""

from functools import lru_cache

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._scaled = quota.burst * quota.period
        self._clock = 0

    @property
    def _full(self) -> int:
        return self._quota.burst * self._quota.period

    def _at(self, now: int) -> int:
        return min(self._full, self._scaled + max(0, now - self._clock) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"{cost=} is not in 1..{self._quota.burst}")
        self._scaled, self._clock = self._at(now), max(self._clock, now)
        left = self._scaled - cost * self._quota.period
        if left < 0:
            return -(left // self._quota.limit)
        self._scaled = left
        return 0

    @lru_cache(maxsize=1)
    def level(self, now: int) -> Level:
        scaled = self._at(now)
        return Level(scaled // self._quota.period, -((scaled - self._full) // self._quota.limit))
