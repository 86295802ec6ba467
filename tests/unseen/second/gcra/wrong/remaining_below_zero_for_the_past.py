"""For a tick below the clock `remaining` falls below zero.

Source: (a) the brief: never answer below zero.
Witness: 6/7: take(6) level(0) -> Level(-1, 8), right: two ints of at least 0
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
        return Level(remaining, -(-ahead // self._limit))
