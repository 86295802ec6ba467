"""Moves the time of the last leak to now on a refusal, without letting the water out.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(5) take(10)
Expected: 0; yours: 5
Shipped: django-ratelimit #48: every increment pushed the expiry back: a second too early meant another whole hour
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
            after = height_at(now) + cost * period
            time = max(time, now)
            if after > burst * period:
                return -((burst * period - after) // limit)
            height = after
            return 0

        def level(now: int) -> Level:
            return Level((burst * period - height_at(now)) // period, delay(now))

        def delay(now: int) -> int:
            return -(-height_at(now) // limit)

        self.take, self.level, self.delay = take, level, delay
