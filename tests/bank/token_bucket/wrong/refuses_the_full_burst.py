"""Raises for a cost equal to the burst, which a full bucket could grant.

Breaks: law 4 (never is an error)
Level: burst
Shows: 2/10: take(0, 2)
Expected: 0; yours: ValueError
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        stock, clock = burst * period, 0

        def at(now):
            return min(burst * period, stock + limit * max(0, now - clock))

        def take(now: int, cost: int = 1) -> int:
            nonlocal stock, clock
            if cost < 1 or cost >= burst:
                raise ValueError(f"cost {cost} is not between 1 and {burst}")
            stock, clock = at(now), max(clock, now)
            missing = cost * period - stock
            if missing > 0:
                return -(-missing // limit)
            stock = -missing
            return 0

        def level(now: int) -> Level:
            here = at(now)
            return Level(here // period, -((here - burst * period) // limit))

        self.take, self.level = take, level
