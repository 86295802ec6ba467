"""`reset_after` is TAT less now without a floor of zero, so it goes negative for an idle client.

Source: (b) redis/redis #14826 (negative reset_after with a past TAT).
Witness: 7/5: level(5) -> Level(7, -5), right: Level(7, 0)
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
        return -(-early // self._limit)

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._limit, 0)
        remaining = self._burst - -(-ahead // self._period)
        return Level(max(remaining, 0), -(-(self._tat - now * self._limit) // self._limit))
