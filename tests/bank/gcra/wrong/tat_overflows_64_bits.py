"""Keeps the TAT, in ticks times the limit, as a signed 64-bit number that today's nanoseconds overflow.

Breaks: law 9 (no drift)
Level: exact
Shows: 10/1000000000: take(1760000000000000000, 10) take(1760000000000000000)
Expected: 100000000; yours: 0
Shipped: not known
"""

from ctypes import c_int64

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        limit, period, burst = quota.limit, quota.period, quota.burst
        tat = c_int64(0)

        def ahead_at(now):
            return max(0, tat.value - now * limit)

        def take(now: int, cost: int = 1) -> int:
            if not 1 <= cost <= burst:
                raise ValueError(f"cost {cost} is not between 1 and {burst}")
            ahead = ahead_at(now) + cost * period
            if ahead > burst * period:
                return -((burst * period - ahead) // limit)
            tat.value = now * limit + ahead
            return 0

        def level(now: int) -> Level:
            ahead = ahead_at(now)
            return Level(max(0, burst - -(-ahead // period)), -(-ahead // limit))

        self.take, self.level = take, level
