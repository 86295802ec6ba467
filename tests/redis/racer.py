"""A process that races with others for the same keys."""

from contextlib import closing

from ratelimit import Quota
from tests.redis.algorithms import ALGORITHMS

LIMIT = 30
ROUNDS = 5


def noon():
    """Stand still, so that no unit comes back during a race."""
    return 1_764_000_000_000_000_000


def race(style, url, prefix, start, won):
    """Take single units of each algorithm's new keys, more than there are."""
    with closing(style()) as racing:
        client = racing.client(url)
        for turn in range(ROUNDS):
            for algorithm in ALGORITHMS:
                limiter = racing.limiter(algorithm, Quota.per_day(LIMIT), client, prefix=prefix, clock=noon)
                start.wait(60)
                won.put((algorithm.__name__, turn, sum(limiter.allow(f"{turn}") for _ in range(LIMIT))))
