"""Your GCRA. The brief is README.md beside this file; `pytest katas/gcra` grades it."""

from ratelimit import Level, Quota


class GCRA:
    """The generic cell rate algorithm: one number, the theoretical arrival time, decides."""

    def __init__(self, quota: Quota) -> None:
        """Keep what the meter needs to know. `quota` has limit, period (in ticks) and burst, all ints >= 1."""
        raise NotImplementedError

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at tick `now`: return 0 if they are granted, else the ticks to wait.

        Raises `ValueError` if `cost` is below 1 or above the burst: it could never be granted.
        """
        # TODO: you keep one fact, TAT: the time at which the next unit is due, if units come evenly. A grant moves it
        # ahead. How far ahead of now may it be? Start with the first level, "burst", in which time stands still, run
        # `pytest katas/gcra`, and go on with what the card shows.
        raise NotImplementedError

    def level(self, now: int) -> Level:
        """Return how many whole units are left at `now`, and the ticks until all are back. Change nothing."""
        raise NotImplementedError
