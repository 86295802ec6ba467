"""Cuts a cost above the burst down to the burst instead of raising.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.empty_at = 0

    def _draining(self, now):
        return max(0, self.empty_at - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        draining = self._draining(now) + min(cost, self.burst) * self.period
        too_long = draining - self.burst * self.period
        if too_long > 0:
            return -(-too_long // self.limit)
        self.empty_at = now * self.limit + draining
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.burst - -(-self._draining(now) // self.period)), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._draining(now) // self.limit)
