"""Takes `period // limit` whole ticks for the emission interval, too few when that leaves a remainder.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0, 3) take(9, 3)
Expected: 1; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = max(1, quota.period // quota.limit)
        self.burst = quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        wait = tat - now - self.burst * self.interval
        if wait > 0:
            return wait
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now)
        return Level(max(0, self.burst - -(-ahead // self.interval)), ahead)
