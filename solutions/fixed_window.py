"""A fixed window, written to be read.

Cut time into windows of one period each, and number them: tick `now` is in window `now // period`. Then two facts are
enough: which window is being counted, and how much was granted in it. In a later window nothing has been granted yet.
So there is nothing to reset: the old count simply belongs to another window.
"""

from ratelimit import Level, Quota


class FixedWindow:
    """At most `limit` units in each window `[k * period, (k + 1) * period)`."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.window = 0  # the number of the window that is being counted
        self.used = 0  # units granted in it

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units: return 0 if they are granted, else the ticks to wait."""
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        window = self._window_at(now)
        used = self._used_in(window)
        if used + cost <= self.quota.limit:
            self.window, self.used = window, used + cost
            return 0
        return self._end_of(window) - now  # a refusal stores nothing

    def level(self, now: int) -> Level:
        """Return what is left in the window of `now`, and the ticks until a window in which nothing is used."""
        window = self._window_at(now)
        used = self._used_in(window)
        return Level(self.quota.limit - used, self._end_of(window) - now if used else 0)

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period, self.window)  # a clock that was set back opens no old window

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
