"""Your fixed window. The brief is README.md beside this file; `pytest katas/fixed_window` grades it."""

from ratelimit import Level, Quota


class FixedWindow:
    """At most `quota.limit` units in each window of `quota.period` ticks; the first one starts at tick 0."""

    def __init__(self, quota: Quota) -> None:
        """Keep what the window needs to know. `quota` has limit, period (in ticks) and burst, all ints >= 1.

        Raises `ValueError` if the burst differs from the limit: a window has no burst of its own.
        """
        raise NotImplementedError

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at tick `now`: return 0 if they are granted, else the ticks to wait.

        Raises `ValueError` if `cost` is below 1 or above the limit: it could never be granted.
        """
        # TODO: you have two facts to keep: which window you are counting, and how much was granted in it. Which window
        # is `now` in? Write __init__ first, then enough of this method for the first level, "limit". Run
        # `pytest katas/fixed_window`, and go on with what the card shows.
        raise NotImplementedError

    def level(self, now: int) -> Level:
        """Return the units left in the window of `now`, and the ticks to the next window. Change nothing.

        If nothing was granted in the window of `now`, the ticks are 0: there is nothing to wait for.
        """
        raise NotImplementedError
