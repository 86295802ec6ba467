"""The generic cell rate algorithm: one number, the theoretical arrival time."""

from math import gcd

from ratelimit.decision import Level
from ratelimit.quota import Quota


class GCRA:
    """A token bucket kept as one instant: when it will be full again.

    Each unit moves the theoretical arrival time, `tat`, one emission interval of `period / limit` ticks on; a request
    is granted if that leaves it at most `burst` intervals ahead of now. To stay whole, instants are counted in parts,
    `limit` of them to a tick: an interval is `period` parts. No other clock is needed: `tat` is never behind the last
    take, so an earlier one is at worst refused where a token bucket grants.
    """

    __slots__ = ("_ahead", "_burst", "_limit", "_period", "_tat")

    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        self._limit = quota.limit // common
        self._period = quota.period // common
        self._burst = quota.burst
        self._ahead = quota.burst * self._period  # as far as tat may be ahead of now
        self._tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait."""
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        instant = now * self._limit
        tat = self._tat
        if tat < instant:  # noqa: PLR1730 max(): +130 ns
            tat = instant
        tat += cost * self._period
        room = instant + self._ahead - tat
        if room >= 0:
            self._tat = tat
            return 0
        return -(room // self._limit)

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        ahead = self._tat - now * self._limit
        if ahead <= 0:
            return Level(self._burst, 0)
        remaining = (self._ahead - ahead) // self._period
        return Level(max(0, remaining), -(-ahead // self._limit))
