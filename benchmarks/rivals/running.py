"""Every rival by name, and how to make one as its users have it: its clock runs."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.rivals.aio import Aio
from benchmarks.rivals.limits import Limits
from benchmarks.rivals.pyrate import Patient, Pyrate
from benchmarks.rivals.rush import Rush
from benchmarks.rivals.table import Rival
from benchmarks.rivals.throttled import Throttled
from benchmarks.rivals.token_bucket import TokenBucket

MOST = 2_000_000  # keys that throttled-py may hold; by default it drops all but 1024


class Running(NamedTuple):
    """One algorithm of one package, and the one of ours that does the same."""

    algorithm: str
    new: Callable[[int, int, int], Rival]  # (limit, seconds, burst)


RUNNING = {
    "limits: fixed window": Running("fixed_window", lambda n, s, _: Limits("fixed-window", n, s)),
    "throttled-py: fixed window": Running("fixed_window", lambda *q: Throttled("fixed_window", *q, most=MOST)),
    "pyrate-limiter: fixed window": Running("fixed_window", lambda *q: Pyrate("fixed window", *q)),
    "rush: periodic": Running("fixed_window", lambda n, s, _: Rush("periodic", n, s)),
    "limits: moving window": Running("sliding_log", lambda n, s, _: Limits("moving-window", n, s)),
    "pyrate-limiter: sliding window log": Running("sliding_log", lambda *q: Pyrate("sliding log", *q)),
    "limits: sliding window counter": Running(
        "sliding_window_counter", lambda n, s, _: Limits("sliding-window-counter", n, s)
    ),
    "throttled-py: sliding window": Running(
        "sliding_window_counter", lambda *q: Throttled("sliding_window", *q, most=MOST)
    ),
    "throttled-py: token bucket": Running("token_bucket", lambda *q: Throttled("token_bucket", *q, most=MOST)),
    "pyrate-limiter: token bucket": Running("token_bucket", lambda *q: Pyrate("token bucket", *q)),
    "token-bucket": Running("token_bucket", lambda n, s, burst: TokenBucket(n, s, burst)),  # noqa: PLW0108  as above
    "throttled-py: leaking bucket": Running("leaky_bucket", lambda *q: Throttled("leaking_bucket", *q, most=MOST)),
    "aiolimiter": Running("leaky_bucket", lambda n, s, _: Aio(n, s)),
    "throttled-py: GCRA": Running("gcra", lambda *q: Throttled("gcra", *q, most=MOST)),
    "rush: GCRA": Running("gcra", lambda n, s, _: Rush("gcra", n, s)),
}

# For several threads: `aiolimiter` belongs to one, and the store of `rush` raises when two of them meet.
THREADED = {
    name: each for name, each in RUNNING.items() if not name.startswith(("aiolimiter", "rush", "pyrate-limiter"))
} | {
    f"pyrate-limiter: {name}": Running(RUNNING[f"pyrate-limiter: {name}"].algorithm, new)
    for name, new in {
        "fixed window": lambda *q: Patient("fixed window", *q),
        "sliding window log": lambda *q: Patient("sliding log", *q),
        "token bucket": lambda *q: Patient("token bucket", *q),
    }.items()
}
