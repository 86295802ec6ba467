"""A worker process that makes decisions in memory, with the first `ratelimit` on its path.

It reads lines `algorithm what number`, and answers each with the seconds that one decision took.
"""

import sys
from collections.abc import Callable
from time import perf_counter

import ratelimit

HOUR = 3_600_000_000_000  # ns
PLENTY = 1_000_000
CLASSES = {"fixed_window": "FixedWindow", "sliding_log": "SlidingLog", "gcra": "GCRA"} | {
    "sliding_window_counter": "SlidingWindowCounter",
    "token_bucket": "TokenBucket",
    "leaky_bucket": "LeakyBucket",
}


def new_call(algorithm: str, what: str) -> Callable[[str], object]:
    """Return the method to time, of a new limiter."""
    limit = 1 if what == "refused" else PLENTY
    limiter = ratelimit.MemoryLimiter(getattr(ratelimit, CLASSES[algorithm]), ratelimit.Quota(limit, 1000 * HOUR))
    limiter.allow("user:0")
    return limiter.hit if what == "the full answer" else limiter.allow


def seconds(decide: Callable[[str], object], number: int) -> float:
    """Return the seconds that one decision takes."""
    keys = ["user:0"] * number
    for key in keys[:100]:
        decide(key)
    begun = perf_counter()
    for key in keys:
        decide(key)
    return (perf_counter() - begun) / number


if __name__ == "__main__":
    for line in sys.stdin:
        name, what, number = line.rstrip().split("\t")
        sys.stdout.write(f"{seconds(new_call(name, what), int(number))}\n")
        sys.stdout.flush()
