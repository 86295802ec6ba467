"""Your sliding log. The brief is README.md beside this file; `pytest katas/sliding_log` grades it."""

from ratelimit import Level, Quota


class SlidingLog:
    """At most `quota.limit` units in the last `quota.period` ticks, at any time."""

    def __init__(self, quota: Quota) -> None:
        """Keep what the log needs to know. `quota` has limit, period (in ticks) and burst, all ints >= 1.

        Raises `ValueError` if the burst differs from the limit: a window has no burst of its own.
        """
        raise NotImplementedError

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at tick `now`: return 0 if they are granted, else the ticks to wait.

        Raises `ValueError` if `cost` is below 1 or above the limit: it could never be granted.
        """
        # TODO: you write down every grant. Which of them still count at `now`, and which can you remove? Think about
        # the end of the list from which they leave, and what Python has for that. Start with the first level, "limit",
        # run `pytest katas/sliding_log`, and go on with what the card shows.
        raise NotImplementedError

    def level(self, now: int) -> Level:
        """Return what is left at `now`, and the ticks until nothing counts any more. Change nothing."""
        raise NotImplementedError
