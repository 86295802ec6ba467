"""Right: an immutable snapshot (named tuple of a Fraction and a tick), replaced as a whole; a refusal stores nothing, as the Redis port does."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from ratelimit import Level, Quota


class Snapshot(NamedTuple):
    tokens: Fraction
    at: int


class TokenBucket:
    __slots__ = ("_quota", "_rate", "_snap")

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._rate = Fraction(quota.limit, quota.period)
        self._snap = Snapshot(Fraction(quota.burst), 0)

    def _seen_at(self, now: int) -> Snapshot:
        """The bucket as it would be seen at `now` (or at the snapshot's own tick, if `now` is earlier)."""
        tokens, at = self._snap
        if now <= at:
            return self._snap
        return Snapshot(min(tokens + self._rate * (now - at), Fraction(self._quota.burst)), now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.burst:
            raise ValueError(f"cost must be from 1 to {self._quota.burst}, got {cost}")
        seen = self._seen_at(now)
        if seen.tokens >= cost:
            self._snap = seen._replace(tokens=seen.tokens - cost)
            return 0
        return ceil((cost - seen.tokens) / self._rate)

    def level(self, now: int) -> Level:
        tokens = self._seen_at(now).tokens
        return Level(floor(tokens), ceil((self._quota.burst - tokens) / self._rate))
