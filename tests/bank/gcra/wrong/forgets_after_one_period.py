"""Lets its state expire one period after the last grant, which is too soon if the burst is above the limit.

Breaks: law 1 (The formula)
Level: spacing
Shows: 1/10 burst 2: take(0) take(0) take(10) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from typing import Optional

from ratelimit import Level, Quota


class _ExpiringCell:
    """What a Redis key with a TTL would be."""

    def __init__(self) -> None:
        self._value: Optional[int] = None
        self._expires_at = 0

    def get(self, now: int) -> Optional[int]:
        return self._value if now < self._expires_at else None

    def set(self, value: int, now: int, ttl: int) -> None:
        self._value = value
        self._expires_at = max(self._expires_at, now + ttl)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._cell = _ExpiringCell()

    def _tat(self, now: int) -> int:
        stored = self._cell.get(now)
        arrival = now * self._quota.limit
        return arrival if stored is None else max(stored, arrival)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self._quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"{cost} is not a possible cost")
        new_tat = self._tat(now) + cost * quota.period
        too_early = new_tat - quota.burst * quota.period - now * quota.limit
        if too_early > 0:
            return -(-too_early // quota.limit)
        self._cell.set(new_tat, now, ttl=quota.period)
        return 0

    def level(self, now: int) -> Level:
        quota = self._quota
        ahead = self._tat(now) - now * quota.limit
        return Level(max(0, quota.burst * quota.period - ahead) // quota.period, -(-ahead // quota.limit))
