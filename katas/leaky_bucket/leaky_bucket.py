"""Your leaky bucket. The brief is README.md beside this file; `pytest katas/leaky_bucket` grades it."""

from ratelimit import Level, Quota


class LeakyBucket:
    """A bucket for `quota.burst` units of water, empty when new, leaking `limit` units per `period`."""

    def __init__(self, quota: Quota) -> None:
        """Keep what the bucket needs to know. `quota` has limit, period (in ticks) and burst, all ints >= 1."""
        raise NotImplementedError

    def take(self, now: int, cost: int = 1) -> int:
        """Pour `cost` units in at tick `now`: return 0 if they fit, else the ticks to wait.

        Raises `ValueError` if `cost` is below 1 or above the burst: it could never fit.
        """
        # TODO: think of the bucket at the last call. How much water was in it, and how much has leaked since? What is
        # left, plus the new cost, must not rise above the brim. Start with the first level, "fill", in which time
        # stands still and nothing leaks. Run `pytest katas/leaky_bucket`, and go on with what the card shows.
        raise NotImplementedError

    def level(self, now: int) -> Level:
        """Return how many whole units still fit at `now`, and the ticks until the bucket is empty. Change nothing."""
        raise NotImplementedError

    def delay(self, now: int) -> int:
        """Return the ticks until the water that is there at `now` has leaked, 0 if there is none. Change nothing."""
        raise NotImplementedError
