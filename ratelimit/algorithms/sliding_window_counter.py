"""Estimate the sliding window from two counters."""

from ratelimit.algorithms.carried import check_same_period
from ratelimit.cost import ONE, checked_charge, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class SlidingWindowCounter:
    """At most `limit` units in the estimate: this window's, and as much of the last one's as still overlaps.

    Windows are aligned to time zero. Of the last one counts `last * (end - now) / period`, compared exactly.
    """

    __slots__ = ("_clock", "_end", "_last", "_limit", "_period", "_used")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit of {quota.limit}, as a window has no other, got {quota.burst}")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0  # the highest time that was taken at
        self._end = 0  # of the window that is counted
        self._last = 0  # units granted in the window before it
        self._used = 0  # units granted in it

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        limit = self._limit
        if cost is not ONE and (type(cost) is not int or cost < 1 or cost > limit):
            cost = checked_cost(cost, limit)
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        period = self._period
        end = self._end
        if now >= end:
            last, end = self._used if now < end + period else 0, now - now % period + period
            self._last, self._used, self._end = last, 0, end
        last = self._last
        used = self._used + cost
        over = last * (end - now) + (used - limit) * period  # in units times ticks
        if over <= 0:
            self._clock, self._used = now, used
            return 0
        self._clock = now
        if used <= limit:  # in this window, as `last` fades
            return -(-over // last)
        # in the next window, as what is now `used` fades, down to the room beside the cost
        return end + period - (limit - cost) * period // (used - cost) - now

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        remaining, reset_after, _ = self.left(now)
        return new(Level, (remaining, reset_after))

    def left(self, now: int) -> tuple[int, int, int]:
        """Say in plain numbers what `level` says, and the delay of a request at `now`."""
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        period, end, last, used = self._period, self._end, self._last, self._used
        if now >= end:
            last = used if now < end + period else 0
            used = 0
            end = now - now % period + period
        remaining = self._limit - used
        if last:  # 50 ns
            remaining += -last * (end - now) // period
        if remaining < 0:  # noqa: PLR1730 as above
            remaining = 0
        if used:
            return remaining, end + period - now, 0
        return remaining, end - now if last else 0, 0

    def left_after(self, _now: int, _cost: int) -> tuple[int, int, int]:
        """Say the same just after a grant at `now`."""
        left, period = self._end - self._clock, self._period
        return self._limit - self._used + -self._last * left // period, left + period, 0

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        used_up = self.level(now).remaining
        now = max(now, self._clock)
        end, last, used = self._counts(now)
        used += used_up
        if used < self._limit:  # in this window, as `last` fades
            return end - now - (self._limit - used - 1) * self._period // last
        return end + self._period - now - (self._limit - 1) * self._period // used

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` units, of this window first, then of the last one. Returns how many."""
        cost = checked_charge(cost)
        now = max(now, self._clock)
        if now < self._end:
            of_used = min(self._used, cost)
            of_last = min(self._last, cost - of_used)
            self._used -= of_used
            self._last -= of_last
            return of_used + of_last
        back = min(self._used, cost) if now < self._end + self._period else 0
        self._used -= back
        return back

    def charge(self, now: int, cost: int = 1) -> None:
        """Count `cost` units, also above the limit."""
        cost = checked_charge(cost)
        now = max(now, self._clock)
        end, last, used = self._counts(now)
        self._clock, self._last, self._used, self._end = now, last, used + cost, end

    def _counts(self, now: int) -> tuple[int, int, int]:
        """Return the end of the window of `now`, and the units granted in the one before and in it."""
        period, end, used = self._period, self._end, self._used
        if now < end:
            return end, self._last, used
        return now - now % period + period, used if now < end + period else 0, 0

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        left = self._end - self._clock
        remaining = self._limit - self._used + -self._last * left // self._period
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        reset_after = left + self._period if self._used else left if self._last else 0
        return new(Decision, (not wait, remaining, wait, reset_after, 0))

    def carried(self, quota: Quota, _now: int) -> "SlidingWindowCounter":
        """Return a counter with another limit and the same counts. Raises `ValueError` for another period."""
        check_same_period(quota, self._period)
        other = type(self)(quota)
        other._clock, other._end = self._clock, self._end  # noqa: SLF001  of its own kind
        other._last, other._used = self._last, self._used  # noqa: SLF001  as above
        return other
