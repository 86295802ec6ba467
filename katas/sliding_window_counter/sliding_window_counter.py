"""Your sliding window counter. The brief is README.md here; `pytest katas/sliding_window_counter` grades it."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    """At most `quota.limit` units by estimate: all of this window, and the part of the last one that still counts."""

    def __init__(self, quota: Quota) -> None:
        """Keep what the counter needs to know. `quota` has limit, period (in ticks) and burst, all ints >= 1.

        Raises `ValueError` if the burst differs from the limit: a window has no burst of its own.
        """
        raise NotImplementedError

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at tick `now`: return 0 if they are granted, else the ticks to wait.

        Raises `ValueError` if `cost` is below 1 or above the limit: it could never be granted.
        """
        # TODO: you keep two counters, for this window and for the one before, and you must know which windows those
        # are. First of all: what are the two at `now`? Start with the first level, "limit", run
        # `pytest katas/sliding_window_counter`, and go on with what the card shows.
        raise NotImplementedError

    def level(self, now: int) -> Level:
        """Return what would be granted at `now`, and the ticks until no grant counts any more. Change nothing."""
        raise NotImplementedError
