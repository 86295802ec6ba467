"""Your token bucket. The brief is README.md beside this file; `pytest katas/token_bucket` grades it."""

from ratelimit import Level, Quota


class TokenBucket:
    """A bucket of `quota.burst` tokens, full when new, refilled continuously with `limit` tokens per `period`."""

    def __init__(self, quota: Quota) -> None:
        """Keep what the bucket needs to know. `quota` has limit, period (in ticks) and burst, all ints >= 1."""
        raise NotImplementedError

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` tokens at tick `now`: return 0 if they are granted, else the ticks to wait.

        Raises `ValueError` if `cost` is below 1 or above the burst: it could never be granted.
        """
        # TODO: you keep two facts: how many tokens there were, and when. From these, how many are there now?
        # Start with the first level, "burst", run `pytest katas/token_bucket`, and go on with what the card shows.
        raise NotImplementedError

    def level(self, now: int) -> Level:
        """Return how many whole tokens there are at `now`, and the ticks until the bucket is full. Change nothing."""
        raise NotImplementedError
