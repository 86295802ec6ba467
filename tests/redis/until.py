"""Waiting for what is sure to come."""

from time import monotonic, sleep


def until(is_so, seconds=20):
    """Return as soon as it is so; the seconds are for a machine that does much else."""
    end = monotonic() + seconds
    while not is_so():
        assert monotonic() < end, f"not so after {seconds} s"
        sleep(0.002)
