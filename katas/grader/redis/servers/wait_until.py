"""Waits for what is sure to happen."""

from collections.abc import Callable
from time import monotonic, sleep


def until(true: Callable[[], object], *, seconds: float = 20, what: str = "that") -> float:
    """Return the seconds until it was true; the limit is for a busy machine.

    Raises `TimeoutError` after so many.
    """
    start = monotonic()
    while not true():
        if monotonic() - start > seconds:
            raise TimeoutError(f"waited {seconds} s for {what}")
        sleep(0.005)
    return monotonic() - start
