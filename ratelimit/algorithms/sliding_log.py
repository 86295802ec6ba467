"""Remember every grant for one period."""

from collections import deque
from itertools import islice

from ratelimit.algorithms.carried import check_same_period
from ratelimit.cost import ONE, checked_charge, checked_cost
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
            grants += ((now, total),)  # and not append(): no signal handler runs between this and the return
            return 0
        granted, units = grants[0]
        if units < must_go:  # rarely: 250 ns
            granted = next(granted for granted, units in grants if units >= must_go)
        return granted - start

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        remaining, reset_after, _ = self.left(now)
        return new(Level, (remaining, reset_after))

    def left(self, now: int) -> tuple[int, int, int]:
        """Say in plain numbers what `level` says, and the delay of a request at `now`."""
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        grants = self._grants
        start = now - self._period
        if not grants:
            return self._limit, 0, 0
        granted, total = grants[-1]
        if granted <= start:
            return self._limit, 0, 0
        gone = self._gone
        if grants[0][0] <= start:  # a later take may be earlier than now, so none is dropped here
            for then, units in grants:
                if then > start:
                    break
                gone = units
        remaining = self._limit + gone - total
        if remaining < 0:  # noqa: PLR1730 as above
            remaining = 0
        return remaining, granted - start, 0

    def left_after(self, _now: int, _cost: int) -> tuple[int, int, int]:
        """Say the same just after a grant at `now`."""
        return self._limit + self._gone - self._grants[-1][1], self._period, 0

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        now = max(now, self._clock)
        start, gone = now - self._period, self._gone
        for granted, units in self._grants:
            if granted <= start:
                gone = units
            elif units > max(gone, self._grants[-1][1] - self._limit):  # then enough have left
                return granted - start
        return self._period

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units, of the newest grants first, as far as they still count. Returns how many."""
        cost = checked_charge(cost)
        grants = self._grants
        start = max(now, self._clock) - self._period
        total = grants[-1][1] if grants else self._gone
        left, before = len(grants), total  # the grants to keep, and the units up to the last of them
        while left and grants[left - 1][0] > start and before > total - cost:
            left -= 1
            before = grants[left - 1][1] if left else self._gone
        kept = deque(islice(grants, left))
        units = max(before, total - cost)
        if units > before:
            kept.append((grants[left][0], units))
        self._grants = kept
        return total - units

    def charge(self, now: int, cost: int = 1) -> None:
        """Count `cost` units, also above the limit."""
        cost = checked_charge(cost)
        total = (self._grants[-1][1] if self._grants else self._gone) + cost
        now = max(now, self._clock)
        grants = self._grants.copy()  # as for a refund, so that a copy of the meter shares nothing that changes
        grants.append((now, total))
        self._clock, self._grants = now, grants

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        granted, total = self._grants[-1]
        remaining = self._limit + self._gone - total
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return new(Decision, (not wait, remaining, wait, granted + self._period - self._clock, 0))

    def carried(self, quota: Quota, _now: int) -> "SlidingLog":
        """Return a log with another limit and a copy of the grants. Raises `ValueError` for another period."""
        check_same_period(quota, self._period)
        other = type(self)(quota)
        other._clock, other._gone = self._clock, self._gone  # noqa: SLF001  of its own kind
        other._grants = self._grants.copy()  # noqa: SLF001  as above; shared, a call interrupted here would be half done
        return other
