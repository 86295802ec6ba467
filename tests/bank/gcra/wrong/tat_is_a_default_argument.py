"""Keeps the TAT in a list that is a default argument, so all meters share it.

Breaks: law 0 (the formula decides)
Level: burst
Same as: one_tat_for_all
Shows: on 1/8, take(0) on one meter and then take(0) on another one
Expected: 0; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota, state: list[int] = [0]) -> None:
        self.quota = quota
        self.most_ahead = quota.burst * quota.period
        self.state = state

    @property
    def tat(self) -> int:
        return self.state[0]

    @tat.setter
    def tat(self, slices: int) -> None:
        self.state[0] = slices

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        ahead = self._ahead(now) + cost * self.quota.period
        if ahead <= self.most_ahead:
            self.tat = now * self.quota.limit + ahead
            return 0
        return self._ticks(ahead - self.most_ahead)

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        remaining = max(0, (self.most_ahead - ahead) // self.quota.period)
        return Level(remaining, self._ticks(ahead))

    def _ahead(self, now: int) -> int:
        return max(0, self.tat - now * self.quota.limit)

    def _ticks(self, slices: int) -> int:
        return -(-slices // self.quota.limit)
