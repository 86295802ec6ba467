"""The state is kept in a class-level dict by quota, so two meters of equal quotas share it.

Source: (c) style: class-level state.
Witness:
    a, b = GCRA(Quota(3, 10)), GCRA(Quota(3, 10)); a.take(0, 3)
    b.take(0) -> 4, right: 0
"""

from ratelimit import Level, Quota


class GCRA:
    _cells: dict = {}

    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._tolerance = quota.burst * quota.period
        self._cell = self._cells.setdefault(quota, [0])

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        at = now * self._limit
        new = max(self._cell[0], at) + cost * self._period
        early = new - at - self._tolerance
        if early <= 0:
            self._cell[0] = new
            return 0
        return -(-early // self._limit)

    def level(self, now: int) -> Level:
        ahead = max(self._cell[0] - now * self._limit, 0)
        remaining = self._burst - -(-ahead // self._period)
        return Level(max(remaining, 0), -(-ahead // self._limit))
