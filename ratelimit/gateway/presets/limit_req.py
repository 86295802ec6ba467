"""The leaky bucket of nginx."""

from typing import Final

from ratelimit.cost import checked_charge, checked_cost
from ratelimit.decision import SECOND, Level
from ratelimit.quota import Quota

_MS: Final = 1_000_000  # ns
_ONE: Final = 1000  # a request, in thousandths


class LimitReq:
    """Counts the requests that are ahead of the rate, as nginx does: in thousandths of one, and in milliseconds.

    nginx calls this the excess. It is 0 after the first request, so `burst + 1` pass at once; here they are the
    `burst` of the quota. Each grant begins to count anew what leaks, and forgets what was less than a thousandth.

    quota: for time in nanoseconds.
    delay: up to which excess requests don't wait for their turn. None: they never do.
    """

    __slots__ = ("_before", "_burst", "_capacity", "_delay", "_excess", "_last", "_rate")

    def __init__(self, quota: Quota, delay: int | None = 0) -> None:
        self._rate = quota.limit * _ONE * SECOND // quota.period  # thousandths a second, cut off as there
        if not self._rate:
            raise ValueError(f"rate must be at least a thousandth of a request a second, got {quota}")
        self._capacity = quota.burst
        self._burst = (quota.burst - 1) * _ONE
        self._delay = None if delay is None else delay * _ONE
        self._excess = -_ONE
        self._last = 0  # ms
        self._before: tuple[int, int, int] | None = None  # excess, last, and the cost of the last take

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        cost = checked_cost(cost, self._capacity)
        ms = max(now // _MS, self._last)
        excess = self._excess_at(ms) + cost * _ONE
        if excess > self._burst:
            return self._when(self._excess + cost * _ONE - self._burst, self._last) - now
        self._before = self._excess, self._last, cost
        self._excess, self._last = excess, ms
        return 0

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        remaining = (self._burst - self._excess_at(now // _MS)) // _ONE
        return Level(max(0, remaining), max(0, self._when(self._excess + _ONE, self._last) - now))

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        ms = max(now // _MS, self._last)
        excess = self._excess_at(ms)
        remaining = max(0, (self._burst - excess) // _ONE)
        if not remaining:
            return self._when(self._excess + _ONE - self._burst, self._last) - now
        return self._when(excess + (remaining + 1) * _ONE - self._burst, ms) - now

    def delay(self, now: int) -> int:
        """Ticks that a request granted at `now` is held back."""
        excess = self._excess_at(now // _MS) + _ONE
        if self._delay is None or excess <= self._delay:
            return 0
        return (excess - self._delay) * 1000 // self._rate * _MS

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units that were taken, as far as they still count. Returns how many were.

        The last take is undone at its own time, as if it had not been.
        """
        cost = checked_charge(cost)
        ms = max(now // _MS, self._last)
        if self._before is not None and ms == self._last and self._before[2] == cost:
            self._excess, self._last, _ = self._before
            self._before = None
            return cost
        back = min(self._excess_at(ms) + _ONE, cost * _ONE)
        self._excess -= back
        self._before = None
        return back // _ONE

    def charge(self, now: int, cost: int = 1) -> None:
        """Spend `cost` units, also those that are not there."""
        ms = max(now // _MS, self._last)
        self._excess, self._last = self._excess_at(ms) + checked_charge(cost) * _ONE, ms
        self._before = None

    def _excess_at(self, ms: int) -> int:
        """Return how much is ahead at `ms`; a thousand below 0 if a request would be the first."""
        return max(-_ONE, self._excess - self._rate * max(0, ms - self._last) // 1000)

    def _when(self, leaked: int, since: int) -> int:
        """Return the tick at which so much has leaked since a millisecond."""
        return (since - -leaked * 1000 // self._rate) * _MS
