"""Keeps of the period only what is left after whole days.

Breaks: law 0 (the formula decides)
Level: exact
Shows: 1/86400000000010: take(0) take(10)
Expected: 86400000000000; yours: 0
Shipped: throttled-py #42: timedelta.seconds instead of total_seconds(), so per_day had a period of 0
"""

from ratelimit import Level, Quota

DAY = 24 * 60 * 60 * 1_000_000_000


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.burst = quota.limit, quota.burst
        self.period = max(1, quota.period % DAY)
        self.tat = 0

    def _ahead(self, now):
        return max(0, self.tat - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        ahead = self._ahead(now) + cost * self.period
        over = ahead - self.burst * self.period
        if over > 0:
            return -(-over // self.limit)
        self.tat = now * self.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
