"""Counts no more than one period of a rest, which is too little for a burst above the limit.

Breaks: law 1 (The formula)
Level: refill
Shows: 1/10 burst 2: take(0) take(0) take(20) take(20)
Expected: 0; yours: 10
Shipped: not known
"""

from __future__ import annotations

from typing import Final

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit: Final = quota.limit
        self._period: Final = quota.period
        self._capacity: Final = quota.burst * quota.period
        self._tokens: int = self._capacity
        self._last_refill: int = 0

    def _refill_amount(self, now: int) -> int:
        elapsed: int = max(0, now - self._last_refill)
        # Anything beyond a full period cannot matter; clamp it so the product stays small.
        elapsed = min(elapsed, self._period)
        return elapsed * self._limit

    def _tokens_at(self, now: int) -> int:
        return min(self._capacity, self._tokens + self._refill_amount(now))

    def _ceil_ticks(self, scaled: int) -> int:
        return -(-scaled // self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        required: int = cost * self._period
        if not (0 < required <= self._capacity):
            raise ValueError(f"cost {cost} is outside of 1..{self._capacity // self._period}")
        self._tokens = self._tokens_at(now)
        self._last_refill = max(self._last_refill, now)
        if required > self._tokens:
            return self._ceil_ticks(required - self._tokens)
        self._tokens -= required
        return 0

    def level(self, now: int) -> Level:
        tokens: int = self._tokens_at(now)
        return Level(tokens // self._period, self._ceil_ticks(self._capacity - tokens))
