"""Raises `ValueError` when a take comes with an earlier time than the one before.

Breaks: law 7 (Time never goes back)
Level: clock
Shows: 1/10 burst 2: take(5) take(4)
Expected: 0 or at least 1; yours: ValueError
Shipped: not known
Same as: time_back_raises, with another error
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._water = self._last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost must be >= 1, got {cost}")
        if cost > self._burst:
            raise ValueError(f"cost must be <= {self._burst}, got {cost}")
        if now < self._last:
            raise ValueError(f"time must not go backwards: {now} < {self._last}")

        self._water = self._leaked(now)
        self._last = now

        wanted = self._water + cost * self._period
        if wanted <= self._burst * self._period:
            self._water = wanted
            return 0
        return self._ceil(wanted - self._burst * self._period)

    def level(self, now: int) -> Level:
        water = self._leaked(now)
        return Level((self._burst * self._period - water) // self._period, self._ceil(water))

    def delay(self, now: int) -> int:
        return self._ceil(self._leaked(now))

    def _leaked(self, now: int) -> int:
        return max(0, self._water - max(0, now - self._last) * self._limit)

    def _ceil(self, amount: int) -> int:
        return -(-amount // self._limit)
