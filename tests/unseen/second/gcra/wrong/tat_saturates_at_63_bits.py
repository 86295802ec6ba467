"""TAT saturates at the greatest signed 64-bit integer.

Source: (c) port from Rust: i64 saturating_add.
Witness: 8520936796424272/7487 burst 1: take(5919) take(5919) -> 0, right: 1
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
        new = min(max(self._tat, at) + cost * self._period, (1 << 63) - 1)
        early = new - at - self._tolerance
        if early <= 0:
            self._tat = new
            return 0
        return -(-early // self._limit)

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._limit, 0)
        remaining = self._burst - -(-ahead // self._period)
        return Level(max(remaining, 0), -(-ahead // self._limit))
