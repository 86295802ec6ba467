"""Takes the burst for what comes on top of the limit, and holds both.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period = quota.limit, quota.period
        size = quota.limit + quota.burst
        debt = last = 0

        def debt_at(now):
            return max(0, debt - limit * max(0, now - last))

        def take(now: int, cost: int = 1) -> int:
            nonlocal debt, last
            if not 1 <= cost <= size:
                raise ValueError(f"cost {cost} is not between 1 and {size}")
            debt, last = debt_at(now), max(last, now)
            excess = debt + (cost - size) * period
            if excess > 0:
                return -(-excess // limit)
            debt += cost * period
            return 0

        def level(now: int) -> Level:
            here = debt_at(now)
            return Level(size - -(-here // period), -(-here // limit))

        self.take, self.level = take, level
