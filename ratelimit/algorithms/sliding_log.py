"""Remember every grant for one period."""

from collections import deque

from ratelimit.cost import ONE, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class SlidingLog:
    """At most `limit` units in any window `(now - period, now]`: a grant that is one period old no longer counts.

    It is exact at every instant, and pays for that with one entry per grant in the window.
    """

    __slots__ = ("_clock", "_grants", "_limit", "_period", "_used")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit of {quota.limit}, as a window has no other, got {quota.burst}")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0  # the highest time that was taken at
        self._grants: deque[tuple[int, int]] = deque()  # (time, cost), oldest first
        self._used = 0  # the sum of their costs

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        limit = self._limit
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > limit):
            cost = checked_cost(cost, limit)
        if now < self._clock:
            now = self._clock
        else:
            self._clock = now
        grants = self._grants
        used = self._used
        gone = now - self._period
        while grants and grants[0][0] <= gone:
            used -= grants.popleft()[1]
        lacking = used + cost - limit
        if lacking <= 0:
            grants.append((now, cost))
            self._used = used + cost
            return 0
        self._used = used
        oldest = iter(grants)
        while lacking > 0:
            granted, units = next(oldest)
            lacking -= units
        return granted - gone

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        now = max(now, self._clock)
        grants = self._grants
        gone = now - self._period
        if not grants or grants[-1][0] <= gone:
            return new(Level, (self._limit, 0))
        used = self._used
        for granted, units in grants:  # a later take may be earlier than now, so none is dropped here
            if granted > gone:
                break
            used -= units
        return new(Level, (self._limit - used, grants[-1][0] - gone))

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        reset_after = self._grants[-1][0] + self._period - self._clock
        return new(Decision, (not wait, self._limit - self._used, wait, reset_after, 0))
