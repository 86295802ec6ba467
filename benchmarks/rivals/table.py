"""Every rival by name, and how to make one whose clock stands still."""

from collections.abc import Callable, Iterable
from typing import Protocol

from benchmarks.rivals.aio import Aio
from benchmarks.rivals.frozen import Clock, FrozenLoop
from benchmarks.rivals.limits import Limits
from benchmarks.rivals.pyrate import Pyrate
from benchmarks.rivals.rush import Rush
from benchmarks.rivals.throttled import Throttled
from benchmarks.rivals.token_bucket import TokenBucket
from benchmarks.rivals.told import Told


class Rival(Protocol):
    """What all of them have; some can also `peek` or `block`."""

    def take(self, key: str, cost: int = 1) -> bool:
        """Spend the cost, and say whether it was granted."""

    def hit(self, key: str, cost: int = 1) -> Told:
        """Spend the cost, and say all that the package tells."""

    def allow_each(self, keys: Iterable[str]) -> None:
        """Spend one for each key."""

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """Spend the cost for each key."""


def _limits(strategy: str) -> Callable[[Clock, int, int, int], Rival]:
    def make(_clock: Clock, limit: int, seconds: int, _burst: int) -> Rival:
        rival = Limits(strategy, limit, seconds)
        rival.storage.timer.cancel()
        rival.storage.timer.is_alive = lambda: True  # its sweeper, which runs in real time, is not started again
        return rival

    return make


def _throttled(using: str) -> Callable[[Clock, int, int, int], Rival]:
    return lambda _clock, limit, seconds, burst: Throttled(using, limit, seconds, burst)


def _pyrate(algorithm: str) -> Callable[[Clock, int, int, int], Rival]:
    return lambda clock, limit, seconds, burst: Pyrate(algorithm, limit, seconds, burst, clock)


def _rush(limiter: str) -> Callable[[Clock, int, int, int], Rival]:
    def make(clock: Clock, limit: int, seconds: int, _burst: int) -> Rival:
        rival = Rush(limiter, limit, seconds)
        rival.store.current_time = clock.current_time
        return rival

    return make


STOPPED: dict[str, Callable[[Clock, int, int, int], Rival]] = {  # (clock, limit, seconds, burst)
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
    "aiolimiter": lambda clock, limit, seconds, _burst: Aio(limit, seconds, FrozenLoop(clock)),
    "rush: periodic": _rush("periodic"),
    "rush: GCRA": _rush("gcra"),
}
