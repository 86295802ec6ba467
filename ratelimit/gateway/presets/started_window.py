"""Count in windows that begin as a calendar says, or with the first request."""

from collections.abc import Callable

from ratelimit.cost import checked_charge, checked_cost
from ratelimit.decision import Level
from ratelimit.quota import Quota


class StartedWindow:
    """At most `limit` units in each window.

    next_start: by a time in ticks, when the next window begins; they follow one another. None: a window begins with the
        first grant after the last one has ended, and takes the period of the quota.
    """

    __slots__ = ("_end", "_limit", "_next_start", "_period", "_used")

    def __init__(self, quota: Quota, next_start: Callable[[int], int] | None = None) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit of {quota.limit}, as a window has no other, got {quota.burst}")
        self._limit = quota.limit
        self._period = quota.period
        self._next_start = next_start
        self._end = 0  # of the window that is counted
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait. A time before the counted window counts in it."""
        cost = checked_cost(cost, self._limit)
        used = self._used if now < self._end else 0
        if used + cost > self._limit:
            return self._end - now
        self._end, self._used = self._end_at(now), used + cost
        return 0

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        if now >= self._end or not self._used:
            return Level(self._limit, 0)
        return Level(max(0, self._limit - self._used), self._end - now)

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        return self._end_at(now) - now

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units that were granted, as far as this window has them. Returns how many."""
        cost = checked_charge(cost)
        back = min(self._used, cost) if now < self._end else 0
        self._used -= back
        if not self._used:
            self._end = 0  # as if it had not begun
        return back

    def charge(self, now: int, cost: int = 1) -> None:
        """Count `cost` units, also above the limit."""
        used = self._used if now < self._end else 0
        self._end, self._used = self._end_at(now), used + checked_charge(cost)

    def _end_at(self, now: int) -> int:
        if now < self._end:
            return self._end
        return now + self._period if self._next_start is None else self._next_start(now)
