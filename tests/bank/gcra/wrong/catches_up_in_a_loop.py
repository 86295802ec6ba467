"""Moves an old TAT up to now one period at a time, so a call takes as long as the rest before it.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: one take after a year of idling with a period of a microsecond goes round the loop 3 * 10^13 times
Expected: 0 at once; yours: 0 after days
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _start(self, now):
        tat = self.tat
        while tat + self.quota.period <= now * self.quota.limit:
            tat += self.quota.period
        return max(tat, now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        tat = self._start(now) + cost * quota.period
        over = tat - now * quota.limit - quota.burst * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = self._start(now) - now * self.quota.limit
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
