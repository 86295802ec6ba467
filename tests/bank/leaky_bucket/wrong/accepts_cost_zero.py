"""Pours nothing for a cost of zero and calls it granted.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 0)
Expected: ValueError; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        empty_at = 0

        def draining(now):
            return max(0, empty_at - now * limit)

        def take(now: int, cost: int = 1) -> int:
            nonlocal empty_at
            if cost < 0 or cost > burst:
                raise ValueError(f"cost {cost} is negative or above {burst}")
            after = draining(now) + cost * period
            if after > burst * period:
                return -((burst * period - after) // limit)
            empty_at = now * limit + after
            return 0

        def level(now: int) -> Level:
            return Level(max(0, burst - -(-draining(now) // period)), delay(now))

        def delay(now: int) -> int:
            return -(-draining(now) // limit)

        self.take, self.level, self.delay = take, level, delay
