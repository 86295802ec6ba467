"""Gives as `delay` the time at which to go ahead instead of how long to wait.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 1/10: delay(5)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        height = time = 0

        def height_at(now):
            return max(0, height - limit * max(0, now - time))

        def take(now: int, cost: int = 1) -> int:
            nonlocal height, time
            if not 1 <= cost <= burst:
                raise ValueError(f"cost {cost} is not between 1 and {burst}")
            height, time = height_at(now), max(time, now)
            after = height + cost * period
            if after > burst * period:
                return -((burst * period - after) // limit)
            height = after
            return 0

        def level(now: int) -> Level:
            here = height_at(now)
            return Level((burst * period - here) // period, -(-here // limit))

        def delay(now: int) -> int:
            return now - (-height_at(now) // limit)

        self.take, self.level, self.delay = take, level, delay
