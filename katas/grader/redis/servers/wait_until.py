"""Waiting for what is sure to come."""

from collections.abc import Callable
from time import monotonic, sleep


def until(true: Callable[[], object], *, seconds: float = 20, what: str = "that") -> float:
    """Return the seconds until it was true; the most is for a machine that does much else.

    Raises `TimeoutError` after so many.
    """
    start = monotonic()
    while not true():
        if monotonic() - start > seconds:
            raise TimeoutError(f"waited {seconds} s for {what}")
        sleep(0.005)
    return monotonic() - start
