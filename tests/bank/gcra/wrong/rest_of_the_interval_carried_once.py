"""Multiplies the whole ticks of an interval by the cost, and adds one tick at most for all its rests.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/2: take(0) take(0, 3)
Expected: 1; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.most_ahead = quota.burst * quota.period
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        ticks, rest = divmod(self.quota.period, self.quota.limit)
        rests = rest * cost if rest * cost < self.quota.limit else self.quota.limit + rest * cost % self.quota.limit
        ahead = self._ahead(now) + cost * ticks * self.quota.limit + rests
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
