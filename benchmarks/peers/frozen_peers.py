"""Every peer by name, and how to make one with a frozen clock."""

from collections.abc import Callable, Iterable
from typing import Protocol

from benchmarks.peers.drivers.aiolimiter import AioLimiter
from benchmarks.peers.drivers.limits import Limits
from benchmarks.peers.drivers.pyrate_limiter import PyrateLimiter
from benchmarks.peers.drivers.rush import Rush
from benchmarks.peers.drivers.throttled import Throttled
from benchmarks.peers.drivers.token_bucket import TokenBucket
from benchmarks.peers.frozen_clock import Clock, FrozenLoop
from benchmarks.peers.reported import Reported


class Peer(Protocol):
    """What all of them have; some can also `peek` or `block`."""

    def take(self, key: str, cost: int = 1) -> bool:
        """Spend the cost, and say whether it was granted."""

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Spend the cost, and return all that the package reports."""

    def allow_each(self, keys: Iterable[str]) -> None:
        """Spend one for each key."""

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """Spend the cost for each key."""


def _limits(strategy: str) -> Callable[[Clock, int, int, int], Peer]:
    def make(_clock: Clock, limit: int, seconds: int, _burst: int) -> Peer:
        peer = Limits(strategy, limit, seconds)
        peer.storage.timer.cancel()
        peer.storage.timer.is_alive = lambda: True  # its sweeper, which runs in real time, is not started again
        return peer

    return make


def _throttled(using: str) -> Callable[[Clock, int, int, int], Peer]:
    return lambda _clock, limit, seconds, burst: Throttled(using, limit, seconds, burst)


def _pyrate(algorithm: str) -> Callable[[Clock, int, int, int], Peer]:
    return lambda clock, limit, seconds, burst: PyrateLimiter(algorithm, limit, seconds, burst, clock)


def _rush(limiter: str) -> Callable[[Clock, int, int, int], Peer]:
    def make(clock: Clock, limit: int, seconds: int, _burst: int) -> Peer:
        peer = Rush(limiter, limit, seconds)
        peer.store.current_time = clock.current_time
        return peer

    return make


FROZEN_PEERS: dict[str, Callable[[Clock, int, int, int], Peer]] = {  # (clock, limit, seconds, burst)
    "limits: fixed window": _limits("fixed-window"),
    "limits: moving window": _limits("moving-window"),
    "limits: sliding window counter": _limits("sliding-window-counter"),
    "throttled-py: fixed window": _throttled("fixed_window"),
    "throttled-py: sliding window": _throttled("sliding_window"),
    "throttled-py: token bucket": _throttled("token_bucket"),
    "throttled-py: leaking bucket": _throttled("leaking_bucket"),
    "throttled-py: GCRA": _throttled("gcra"),
    "pyrate-limiter: sliding window log": _pyrate("sliding log"),
    "pyrate-limiter: fixed window": _pyrate("fixed window"),
    "pyrate-limiter: token bucket": _pyrate("token bucket"),
    "token-bucket": lambda _clock, limit, seconds, burst: TokenBucket(limit, seconds, burst),
    "aiolimiter": lambda clock, limit, seconds, _burst: AioLimiter(limit, seconds, FrozenLoop(clock)),
    "rush: periodic": _rush("periodic"),
    "rush: GCRA": _rush("gcra"),
}
