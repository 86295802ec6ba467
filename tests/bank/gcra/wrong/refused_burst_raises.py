"""Raises for a take of exactly the burst that is refused now, as if it could never be granted.

Breaks: law 4 (never is an error)
Level: burst
Shows: 1/8: take(0) take(0)
Expected: a refusal (above 0); yours: ValueError
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
        ahead = self._ahead(now) + cost * self.quota.period
        if ahead <= self.most_ahead:
            self.tat = now * self.quota.limit + ahead
            return 0
        if cost == self.quota.burst:
            raise ValueError(f"cost {cost} can never be granted")
        return self._ticks(ahead - self.most_ahead)

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        remaining = max(0, (self.most_ahead - ahead) // self.quota.period)
        return Level(remaining, self._ticks(ahead))

    def _ahead(self, now: int) -> int:
        return max(0, self.tat - now * self.quota.limit)

    def _ticks(self, slices: int) -> int:
        return -(-slices // self.quota.limit)
