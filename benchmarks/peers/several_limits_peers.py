"""The peers with which one key can have several limits, used as their documentation says.

`limits` reads several from one text with `parse_many`, but its `hit` takes one of them: so they are hit in turn until
one refuses, or all are tested before any is hit. `pyrate-limiter` takes a list of rates, which it sorts.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace
from typing import NamedTuple, Protocol
from unittest.mock import patch

import pyrate_limiter.clocks
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import STRATEGIES
from pyrate_limiter import Limiter, MonotonicClock, Rate

from benchmarks.peers.drivers.pyrate_limiter import Buckets, PyrateLimiter, new_bucket
from benchmarks.peers.frozen_clock import Clock
from benchmarks.peers.reported import SECOND

Limit = tuple[int, int]
"""So many units in so many seconds."""


class SeveralLimits(Protocol):
    """Several limits of each key. The loops are those that are timed."""

    def take(self, key: str) -> bool:
        """Spend one unit of each limit, and say whether it was granted."""

    def allow_each(self, keys: Iterable[str]) -> None:
        """Make one request for each key."""

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, with all that the package reports."""

    def spend_ago(self, key: str, cost: int, seconds: int) -> None:
        """Spend the cost as if it were so many seconds ago."""


class LimitsInTurn:
    """`limits`: each limit is hit, until one refuses."""

    def __init__(self, strategy: str, limits: Sequence[Limit], stopped: Clock | None = None) -> None:
        self.storage = MemoryStorage()
        self.limiter = STRATEGIES[strategy](self.storage)
        self.items = [RateLimitItemPerSecond(*limit) for limit in limits]
        if stopped:
            self.close()
            self.storage.timer.is_alive = lambda: True  # its sweeper, which runs in real time, is not started again

    def take(self, key: str) -> bool:
        """Hit them."""
        return all(self.limiter.hit(item, key) for item in self.items)

    def allow_each(self, keys: Iterable[str]) -> None:
        """Hit them for each key."""
        limiter, items = self.limiter, self.items
        for key in keys:
            for item in items:
                if not limiter.hit(item, key):
                    break

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, and ask for the statistics of each window."""
        limiter, items = self.limiter, self.items
        for key in keys:
            for item in items:
                if not limiter.hit(item, key):
                    break
            for item in items:
                limiter.get_window_stats(item, key)

    def spend_ago(self, key: str, cost: int, seconds: int) -> None:
        """Hit them all by a clock that is set back."""
        with patch("limits.storage.memory.time", SimpleNamespace(time=lambda: time.time() - seconds)):
            for item in self.items:
                self.limiter.hit(item, key, cost=cost)

    def close(self) -> None:
        """Stop its sweeper, a thread that would go through its keys once more."""
        self.storage.timer.cancel()
        self.storage.timer.join()


class LimitsTestedFirst(LimitsInTurn):
    """`limits`: all limits are tested, and hit if none refuses."""

    def take(self, key: str) -> bool:
        """Test them, then hit them."""
        return self.test_all(key) and self.hit_all(key)

    def test_all(self, key: str) -> bool:
        """Say whether each would grant the request."""
        return all(self.limiter.test(item, key) for item in self.items)

    def hit_all(self, key: str) -> bool:
        """Hit each, and say whether none has refused."""
        return [self.limiter.hit(item, key) for item in self.items].count(False) == 0

    def allow_each(self, keys: Iterable[str]) -> None:
        """Test them for each key, then hit them."""
        limiter, items = self.limiter, self.items
        for key in keys:
            for item in items:
                if not limiter.test(item, key):
                    break
            else:
                for item in items:
                    limiter.hit(item, key)

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, and ask for the statistics of each window."""
        limiter, items = self.limiter, self.items
        for key in keys:
            for item in items:
                if not limiter.test(item, key):
                    break
            else:
                for item in items:
                    limiter.hit(item, key)
            for item in items:
                limiter.get_window_stats(item, key)


class SeveralRates(PyrateLimiter):
    """`pyrate-limiter`: a bucket with several rates."""

    def __init__(self, algorithm: str, limits: Sequence[Limit], stopped: Clock | None = None) -> None:
        rates = [Rate(limit, seconds * 1000) for limit, seconds in limits]
        clock = stopped or MonotonicClock()
        self.buckets = Buckets(lambda: new_bucket(algorithm, rates, clock))
        self.limiter = Limiter(self.buckets)

    def spend_ago(self, key: str, cost: int, seconds: int) -> None:
        """Acquire the cost by a clock that is set back."""
        with patch.object(pyrate_limiter.clocks, "monotonic_ns", lambda: time.monotonic_ns() - seconds * SECOND):
            self.take(key, cost)


class SeveralLimitsPeer(NamedTuple):
    """One algorithm of one package, and ours that does the same."""

    algorithm: str
    new: Callable[[Sequence[Limit], Clock | None], SeveralLimits]  # with a stopped clock, or in real time


SEVERAL_LIMITS_PEERS = {
    "limits: fixed window, in turn": SeveralLimitsPeer("fixed_window", lambda *q: LimitsInTurn("fixed-window", *q)),
    "limits: fixed window, tested first": SeveralLimitsPeer(
        "fixed_window", lambda *q: LimitsTestedFirst("fixed-window", *q)
    ),
    "pyrate-limiter: fixed window": SeveralLimitsPeer("fixed_window", lambda *q: SeveralRates("fixed window", *q)),
    "limits: moving window, in turn": SeveralLimitsPeer("sliding_log", lambda *q: LimitsInTurn("moving-window", *q)),
    "limits: moving window, tested first": SeveralLimitsPeer(
        "sliding_log", lambda *q: LimitsTestedFirst("moving-window", *q)
    ),
    "pyrate-limiter: sliding window log": SeveralLimitsPeer("sliding_log", lambda *q: SeveralRates("sliding log", *q)),
    "limits: sliding window counter, in turn": SeveralLimitsPeer(
        "sliding_window_counter", lambda *q: LimitsInTurn("sliding-window-counter", *q)
    ),
    "limits: sliding window counter, tested first": SeveralLimitsPeer(
        "sliding_window_counter", lambda *q: LimitsTestedFirst("sliding-window-counter", *q)
    ),
    "pyrate-limiter: token bucket": SeveralLimitsPeer("token_bucket", lambda *q: SeveralRates("token bucket", *q)),
}
