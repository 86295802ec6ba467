"""Pushes the TAT to the edge of the tolerance for a request that does not fit, and so takes what there was.

Breaks: law 1 (all or nothing)
Level: cost
Shows: 2/10: take(0) take(0, 2) take(0)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        tat = 0

        def take(now: int, cost: int = 1) -> int:
            nonlocal tat
            if not 1 <= cost <= burst:
                raise ValueError(f"cost {cost} is not between 1 and {burst}")
            new = max(tat, now * limit) + cost * period
            edge = now * limit + burst * period
            tat = max(tat, min(new, edge))
            return 0 if new <= edge else -((edge - new) // limit)

        def level(now: int) -> Level:
            ahead = max(0, tat - now * limit)
            return Level(max(0, burst - -(-ahead // period)), -(-ahead // limit))

        self.take, self.level = take, level
