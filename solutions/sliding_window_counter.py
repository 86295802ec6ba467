"""A sliding window counter, written to be read.

Two counters replace a whole log: the units granted in this window, and in the one before. Of the window before, only
the share counts that a window of one period, ending now, still covers. That share is a fraction, so both sides of the
comparison are multiplied by the period: a unit is `period` parts, and all numbers stay whole.
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    """At most `limit` units in the estimate: all of this window, and the share of the last one that still counts."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.clock = 0  # the highest time of a take so far; its window is the current one
        self.current = 0  # units granted in the window of the clock
        self.before = 0  # and in the window before it

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units: return 0 if they are granted, else the ticks to wait."""
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be between 1 and {limit}, got {cost}")
        now = max(now, self.clock)  # a clock that was set back: no time has passed
        self.before, self.current = self._counts_at(now)
        self.clock = now
        left = period - now % period  # of this window
        too_much = self.before * left + (self.current + cost - limit) * period  # in parts
        if too_much <= 0:
            self.current += cost
            return 0
        if self.current + cost <= limit:  # it fits in this window, once enough of `before` has faded
            return -(-too_much // self.before)  # each tick takes `before` parts off; rounded up
        # Only in the next window, where `current` has become `before` and fades until it leaves room for `cost`.
        may_be_left = (limit - cost) * period // self.current  # ticks of the next window, rounded down
        return left + period - may_be_left

    def level(self, now: int) -> Level:
        """Return what is left at `now`, and the ticks until no grant counts any more."""
        limit, period = self.quota.limit, self.quota.period
        now = max(now, self.clock)
        before, current = self._counts_at(now)
        left = period - now % period
        remaining = (limit * period - before * left - current * period) // period
        if current:
            return Level(remaining, left + period)
        return Level(remaining, left if before else 0)

    def _counts_at(self, now: int) -> tuple[int, int]:
        """Return the units granted in the window before that of `now`, and in that of `now`."""
        windows_on = now // self.quota.period - self.clock // self.quota.period
        if windows_on == 0:
            return self.before, self.current
        if windows_on == 1:
            return self.current, 0
        return 0, 0
