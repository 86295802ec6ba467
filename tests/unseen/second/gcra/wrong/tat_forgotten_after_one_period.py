"""TAT is dropped when a period has passed since the last grant, though a larger burst takes longer to come back.

Source: (b) apache/apisix #12605 (TTL shorter than the drain time).
Witness: 1/5 burst 4: take(0, 3) take(9, 4) -> 0, right: 6
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._tolerance = quota.burst * quota.period
        self._tat = 0
        self._expires = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        at = now * self._limit
        tat = self._tat if now < self._expires else 0
        new = max(tat, at) + cost * self._period
        early = new - at - self._tolerance
        if early <= 0:
            self._tat = new
            self._expires = max(self._expires, now + self._period)
            return 0
        return -(-early // self._limit)

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now * self._limit, 0)
        remaining = self._burst - -(-ahead // self._period)
        return Level(max(remaining, 0), -(-ahead // self._limit))
