"""Keys live a second longer than they must: within that, a clock that stands still and the server's agree."""

from functools import wraps
from time import monotonic

from hypothesis import reject

GRACE = 1  # second


def within_grace(example):
    """Let an example that fails count only if it took less than the grace: else keys may have expired in real time."""

    @wraps(example)
    def run(*arguments, **names):
        start = monotonic()
        try:
            example(*arguments, **names)
        except AssertionError:
            if monotonic() - start > GRACE:
                reject()
            raise

    return run
