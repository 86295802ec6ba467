"""The wait lasts until TAT itself, not until TAT less the tolerance.

Source: (b) antifuchs/ratelimit_meter #36 (wait disregards the burst capacity).
Witness: 2/7: take(1, 2) take(1) -> 7, right: 4
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._tolerance = quota.burst * quota.period
        self._tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        at = now * self._limit
        new = max(self._tat, at) + cost * self._period
        early = new - at - self._tolerance
        if early <= 0:
            self._tat = new
            return 0
        return max(1, -(-(self._tat - at) // self._limit))

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._limit, 0)
        remaining = self._burst - -(-ahead // self._period)
        return Level(max(remaining, 0), -(-ahead // self._limit))
