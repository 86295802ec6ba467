"""Makes the interval at least one tick, so more units than ticks are too many.

Breaks: law 0 (the formula decides)
Level: exact
Shows: 3/1: take(0, 3) take(2, 3)
Expected: 0; yours: 1
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = Quota(min(quota.limit, quota.period), quota.period, quota.burst)
        self.most_ahead = quota.burst * quota.period
        self.tat = 0

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
