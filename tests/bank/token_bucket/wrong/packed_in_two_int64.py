"""Packs its state with struct as two signed 64-bit numbers, where a large burst * period doesn't fit.

Breaks: law 9 (no drift)
Level: cheap
Shows: 1/9223372036854775808: take(0)
Expected: 0; yours: struct.error
Shipped: not known
"""

import struct

from ratelimit import Level, Quota

_PACK = struct.Struct("<qq")


class TokenBucket:
    """Sixteen bytes of state, ready for a socket or a memory-mapped file."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._state = _PACK.pack(quota.burst * quota.period, 0)

    def _load(self, now):
        tokens, then = _PACK.unpack(self._state)
        now = max(now, then)
        full = self._quota.burst * self._quota.period
        return min(full, tokens + (now - then) * self._quota.limit), now

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError("cost")
        tokens, clock = self._load(now)
        tokens -= cost * self._quota.period
        if tokens >= 0:
            self._state = _PACK.pack(tokens, clock)
            return 0
        return clock - now - tokens // self._quota.limit

    def level(self, now: int) -> Level:
        tokens, _ = self._load(now)
        missing = self._quota.burst * self._quota.period - tokens
        return Level(tokens // self._quota.period, -(-missing // self._quota.limit))
