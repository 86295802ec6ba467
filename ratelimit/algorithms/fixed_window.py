"""Count from each round instant to the next."""

from ratelimit.algorithms.carried import check_same_period
from ratelimit.cost import ONE, checked_charge, checked_cost
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
        remaining = self._limit - used
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return new(Level, (remaining, self._end - now))

    def left(self, now: int) -> tuple[int, int, int]:
        """Say in plain numbers what `level` says, and the delay of a request at `now`."""
        used = self._used
        if now >= self._end or not used:
            return self._limit, 0, 0
        remaining = self._limit - used
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return remaining, self._end - now, 0

    def left_after(self, now: int, _cost: int) -> tuple[int, int, int]:
        """Say the same just after a grant at `now`."""
        return self._limit - self._used, self._end - now, 0

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        return (self._end if now < self._end else now - now % self._period + self._period) - now

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units that were granted, as far as this window has them. Returns how many."""
        cost = checked_charge(cost)
        back = min(self._used, cost) if now < self._end else 0
        self._used -= back
        return back

    def charge(self, now: int, cost: int = 1) -> None:
        """Count `cost` units, also above the limit."""
        cost = checked_charge(cost)
        if now < self._end:
            self._used += cost
        else:
            self._end, self._used = now - now % self._period + self._period, cost

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        remaining = self._limit - self._used
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return new(Decision, (not wait, remaining, wait, self._end - now, 0))

    def carried(self, quota: Quota, _now: int) -> "FixedWindow":
        """Return a window with another limit in which as much is used. Raises `ValueError` for another period."""
        check_same_period(quota, self._period)
        other = type(self)(quota)
        other._end, other._used = self._end, self._used  # noqa: SLF001  of its own kind
        return other
