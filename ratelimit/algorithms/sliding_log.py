"""Remember every grant for one period."""

from collections import deque

from ratelimit.cost import ONE, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class SlidingLog:
    """At most `limit` units in any window `(now - period, now]`: a grant that is one period old no longer counts.

    It is exact at every instant, and pays for that with one entry per grant in the window.
    """

    __slots__ = ("_clock", "_gone", "_grants", "_limit", "_period")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit of {quota.limit}, as a window has no other, got {quota.burst}")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0  # the highest time that was taken at
        # (time, units granted up to and with this grant since the meter was made), oldest first. What is in use is a
        # difference, so a call may be interrupted between any two of its steps, and the sum still holds.
        self._grants: deque[tuple[int, int]] = deque()
        self._gone = 0  # the units of those that have left

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        limit = self._limit
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > limit):
            cost = checked_cost(cost, limit)
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        grants = self._grants
        start = now - self._period
        while grants and grants[0][0] <= start:
            self._gone = grants[0][1]
            grants.popleft()
        total = (grants[-1][1] if grants else self._gone) + cost
        must_go = total - limit  # of all units ever granted
        self._clock = now
        if must_go <= self._gone:
            grants.append((now, total))
            return 0
        granted, units = grants[0]
        if units < must_go:  # rarely: 250 ns
            granted = next(granted for granted, units in grants if units >= must_go)
        return granted - start

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        now = max(now, self._clock)
        grants = self._grants
        start = now - self._period
        if not grants or grants[-1][0] <= start:
            return new(Level, (self._limit, 0))
        gone = self._gone
        for granted, units in grants:  # a later take may be earlier than now, so none is dropped here
            if granted > start:
                break
            gone = units
        return new(Level, (self._limit + gone - grants[-1][1], grants[-1][0] - start))

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        granted, total = self._grants[-1]
        remaining = self._limit + self._gone - total
        return new(Decision, (not wait, remaining, wait, granted + self._period - self._clock, 0))
