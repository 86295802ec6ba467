"""Count from each round instant to the next."""

from ratelimit.cost import ONE, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class FixedWindow:
    """At most `limit` units in each window `[k * period, (k + 1) * period)`.

    Windows are aligned to time zero, so up to twice the limit may pass within one period, across a boundary.
    """

    __slots__ = ("_end", "_limit", "_period", "_used")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit of {quota.limit}, as a window has no other, got {quota.burst}")
        self._limit = quota.limit
        self._period = quota.period
        self._end = 0  # of the window that is counted
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait. A time before the counted window counts in it."""
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > self._limit):
            cost = checked_cost(cost, self._limit)
        if now < self._end:
            used = self._used + cost
            if used > self._limit:
                return self._end - now
            self._used = used
            return 0
        period = self._period
        self._end, self._used = now - now % period + period, cost
        return 0

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        used = self._used
        if now >= self._end or not used:
            return new(Level, (self._limit, 0))
        return new(Level, (self._limit - used, self._end - now))

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        return new(Decision, (not wait, self._limit - self._used, wait, self._end - now, 0))
