"""Queue up, and leave at an even pace."""

from math import gcd

from ratelimit.decision import Level
from ratelimit.quota import Quota


class LeakyBucket:
    """Up to `burst` units of water, empty when new, leaking `limit` per `period` through a hole.

    It grants what a token bucket grants; a caller then goes ahead at `now + delay`, with the delay asked just before
    the take, and so departures are even however bursty the arrivals.
    To stay whole, water is counted in drops, `period` of them to a unit: `limit` drops leak each tick.
    """

    __slots__ = ("_burst", "_clock", "_drops", "_full", "_limit", "_period")

    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        self._limit = quota.limit // common
        self._period = quota.period // common
        self._burst = quota.burst
        self._full = quota.burst * self._period
        self._drops = 0
        self._clock = 0  # the highest time that was taken at

    def take(self, now: int, cost: int = 1) -> int:
        """Pour `cost` units at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        drops = self._drops
        elapsed = now - self._clock
        if elapsed > 0:
            drops -= elapsed * self._limit
            if drops < 0:  # noqa: PLR1730 max(): +130 ns
                drops = 0
            self._clock = now
        poured = drops + cost * self._period
        if poured <= self._full:
            self._drops = poured
            return 0
        self._drops = drops
        return -((self._full - poured) // self._limit)

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        elapsed = max(0, now - self._clock)
        drops = max(0, self._drops - elapsed * self._limit)
        return Level((self._full - drops) // self._period, -(-drops // self._limit))

    def delay(self, now: int) -> int:
        """Ticks that a request poured in at `now` stands behind the water already there."""
        return self.level(now).reset_after
