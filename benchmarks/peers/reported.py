"""What a peer reports about one request."""

from math import ceil
from typing import NamedTuple

SECOND = 1_000_000_000  # ns
MICROSECOND = 1_000


class Reported(NamedTuple):
    """An answer, in nanoseconds; None where the package says nothing."""

    granted: bool
    remaining: int | None = None
    wait: int | None = None  # how long until the same request is granted, if it was refused
    reset: int | None = None  # how long until the key is fresh


def nanoseconds(seconds: float) -> int:
    """Return a float of seconds in ns. Anything but whole microseconds is rounded up, to a later time."""
    exact = round(seconds * SECOND)
    if exact % SECOND == 0 and exact / SECOND == seconds:
        return exact
    return ceil(exact / MICROSECOND) * MICROSECOND
