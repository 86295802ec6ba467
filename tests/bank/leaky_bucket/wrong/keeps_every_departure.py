"""Keeps a record of every departure it has scheduled and never throws one away.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: after a million grants the meter holds a list of a million numbers
Expected: a handful of numbers; yours: one more number at every grant
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.departures = [0]  # in ticks times the limit; only the last one is ever read

    def _draining(self, now):
        return max(0, self.departures[-1] - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        draining = self._draining(now) + cost * quota.period
        too_long = draining - quota.burst * quota.period
        if too_long > 0:
            return -(-too_long // quota.limit)
        self.departures.append(now * quota.limit + draining)
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.quota.burst - -(-self._draining(now) // self.quota.period)), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._draining(now) // self.quota.limit)
