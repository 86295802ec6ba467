"""Stores the TAT rounded down to a whole tick, so every grant gives away part of a tick.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0) take(0) take(0) take(0)
Expected: 4; yours: 3
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tat = 0  # in ticks

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) * self.limit + cost * self.period
        over = tat - now * self.limit - self.burst * self.period
        if over > 0:
            return -(-over // self.limit)
        self.tat = tat // self.limit
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now)
        return Level(max(0, self.burst - -(-ahead * self.limit // self.period)), ahead)
