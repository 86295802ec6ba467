"""Leaks for the distance in time to the last call, so a step back lets water out as well.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(5) take(15)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        height = time = 0

        def height_at(now):
            return max(0, height - limit * abs(now - time))

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
            return Level((burst * period - height_at(now)) // period, delay(now))

        def delay(now: int) -> int:
            return -(-height_at(now) // limit)

        self.take, self.level, self.delay = take, level, delay
