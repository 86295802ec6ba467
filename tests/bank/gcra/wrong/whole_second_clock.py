"""Cuts the time to whole seconds, so a request from the end of one second is forgiven at the start of the next.

Breaks: law 0 (the formula decides)
Level: spacing
Shows: 1/1000000000: take(999999999) take(1000000000)
Expected: 999999999; yours: 0
Shipped: throttled-py 3.5.0, its buckets with a whole-second clock: 100/s, burst 100, let 200 pass within 1 ms
"""

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tolerance = quota.burst * quota.period
        self.tat = 0

    def _ahead(self, now):
        now -= now % SECOND
        return max(0, self.tat - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        ahead = self._ahead(now) + cost * self.quota.period
        if ahead > self.tolerance:
            return -(-(ahead - self.tolerance) // self.quota.limit)
        self.tat = now // SECOND * SECOND * self.quota.limit + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, (self.tolerance - ahead) // self.quota.period), -(-ahead // self.quota.limit))
