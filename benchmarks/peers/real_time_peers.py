"""Every peer by name, and how to make one in real time, as its users have it."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.peers.drivers.aiolimiter import AioLimiter
from benchmarks.peers.drivers.limits import Limits
from benchmarks.peers.drivers.pyrate_limiter import PyrateLimiter, WaitingPyrateLimiter
from benchmarks.peers.drivers.rush import Rush
from benchmarks.peers.drivers.throttled import Throttled
from benchmarks.peers.drivers.token_bucket import TokenBucket
from benchmarks.peers.frozen_peers import Peer

MAX_KEYS = 2_000_000  # keys that throttled-py may hold; by default it drops all but 1024


class RealTimePeer(NamedTuple):
    """One algorithm of one package, and ours that does the same."""

    algorithm: str
    new: Callable[[int, int, int], Peer]  # (limit, seconds, burst)


REAL_TIME_PEERS = {
    "limits: fixed window": RealTimePeer("fixed_window", lambda n, s, _: Limits("fixed-window", n, s)),
    "throttled-py: fixed window": RealTimePeer(
        "fixed_window", lambda *q: Throttled("fixed_window", *q, max_keys=MAX_KEYS)
    ),
    "pyrate-limiter: fixed window": RealTimePeer("fixed_window", lambda *q: PyrateLimiter("fixed window", *q)),
    "rush: periodic": RealTimePeer("fixed_window", lambda n, s, _: Rush("periodic", n, s)),
    "limits: moving window": RealTimePeer("sliding_log", lambda n, s, _: Limits("moving-window", n, s)),
    "pyrate-limiter: sliding window log": RealTimePeer("sliding_log", lambda *q: PyrateLimiter("sliding log", *q)),
    "limits: sliding window counter": RealTimePeer(
        "sliding_window_counter", lambda n, s, _: Limits("sliding-window-counter", n, s)
    ),
    "throttled-py: sliding window": RealTimePeer(
        "sliding_window_counter", lambda *q: Throttled("sliding_window", *q, max_keys=MAX_KEYS)
    ),
    "throttled-py: token bucket": RealTimePeer(
        "token_bucket", lambda *q: Throttled("token_bucket", *q, max_keys=MAX_KEYS)
    ),
    "pyrate-limiter: token bucket": RealTimePeer("token_bucket", lambda *q: PyrateLimiter("token bucket", *q)),
    "token-bucket": RealTimePeer("token_bucket", lambda n, s, burst: TokenBucket(n, s, burst)),  # noqa: PLW0108  as above
    "throttled-py: leaking bucket": RealTimePeer(
        "leaky_bucket", lambda *q: Throttled("leaking_bucket", *q, max_keys=MAX_KEYS)
    ),
    "aiolimiter": RealTimePeer("leaky_bucket", lambda n, s, _: AioLimiter(n, s)),
    "throttled-py: GCRA": RealTimePeer("gcra", lambda *q: Throttled("gcra", *q, max_keys=MAX_KEYS)),
    "rush: GCRA": RealTimePeer("gcra", lambda n, s, _: Rush("gcra", n, s)),
}

# For several threads: `aiolimiter` belongs to one, and the store of `rush` raises when two of them meet.
THREAD_SAFE_PEERS = {
    name: each
    for name, each in REAL_TIME_PEERS.items()
    if not name.startswith(("aiolimiter", "rush", "pyrate-limiter"))
} | {
    f"pyrate-limiter: {name}": RealTimePeer(REAL_TIME_PEERS[f"pyrate-limiter: {name}"].algorithm, new)
    for name, new in {
        "fixed window": lambda *q: WaitingPyrateLimiter("fixed window", *q),
        "sliding window log": lambda *q: WaitingPyrateLimiter("sliding log", *q),
        "token bucket": lambda *q: WaitingPyrateLimiter("token bucket", *q),
    }.items()
}
