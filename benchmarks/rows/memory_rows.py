"""The rows of tables about limiters in memory: the floor, our algorithms and the peers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic_ns
from typing import Any, Protocol

import ratelimit
from benchmarks.harness.question import Kind
from benchmarks.peers import missing
from benchmarks.rows.floor import Floor
from ratelimit import Algorithm, Clock, MemoryLimiter, Quota

SECOND = 1_000_000_000  # ticks
ALGORITHMS: dict[str, Algorithm] = {
    "fixed_window": ratelimit.FixedWindow,
    "sliding_log": ratelimit.SlidingLog,
    "sliding_window_counter": ratelimit.SlidingWindowCounter,
    "token_bucket": ratelimit.TokenBucket,
    "leaky_bucket": ratelimit.LeakyBucket,
    "gcra": ratelimit.GCRA,
}
FLOOR = "floor"


class LimiterLoops(Protocol):
    """The loops that are timed. Each calls a limiter just as its documentation says, with nothing in between."""

    def take(self, key: str, cost: int = 1) -> bool:
        """Spend the cost, and say whether it was granted."""

    def allow_each(self, keys: Iterable[str]) -> None:
        """Make one request for each key."""

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""


@dataclass(frozen=True)
class MemoryRow:
    """One row, and how to make its limiter: (limit, seconds, burst), and a clock unless it is a peer's."""

    name: str
    kind: Kind
    algorithm: str
    new: Callable[..., Any]
    loops: frozenset[str] = frozenset({"hit_each"})
    """Which loops it has besides those that all have: `hit_each`, which asks for the full answer."""


class OurLoops:
    """The loops of a limiter with our methods: `allow`, and maybe `hit`."""

    def __init__(self, limiter: Any) -> None:
        self.limiter = limiter

    def take(self, key: str, cost: int = 1) -> bool:
        """Spend the cost."""
        return bool(self.limiter.allow(key, cost))

    def allow_each(self, keys: Iterable[str]) -> None:
        """Ask for each key."""
        limiter = self.limiter
        for key in keys:
            limiter.allow(key)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        limiter = self.limiter
        for key in keys:
            limiter.allow(key, cost)

    def hit_each(self, keys: Iterable[str]) -> None:
        """Ask for the full answer for each key."""
        limiter = self.limiter
        for key in keys:
            limiter.hit(key)

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Handle one request for each key, each a coroutine that asks."""
        limiter = self.limiter

        async def handle(key: str) -> bool:
            return bool(limiter.allow(key))

        for key in keys:
            await handle(key)


def in_memory(algorithm: Algorithm) -> Callable[..., OurLoops]:
    """Return how to make a `MemoryLimiter` of it."""

    def new(limit: int, seconds: int, burst: int, clock: Clock = monotonic_ns) -> OurLoops:
        return OurLoops(MemoryLimiter(algorithm, Quota(limit, seconds * SECOND, burst), clock))

    return new


def new_floor(of: Callable[[Clock], Floor]) -> Callable[..., OurLoops]:
    """Return how to make a floor, for any quota."""
    return lambda _limit, _seconds, _burst, clock=monotonic_ns: OurLoops(of(clock))


def floor() -> list[MemoryRow]:
    """Return the floor."""
    return [MemoryRow(FLOOR, "floor", "", new_floor(Floor), frozenset())]


def ours() -> list[MemoryRow]:
    """Return the six algorithms of this library."""
    return [
        MemoryRow(f"ours: {display_name(name)}", "ours", name, in_memory(each)) for name, each in ALGORITHMS.items()
    ]


def peers() -> list[MemoryRow]:
    """Return the peers, if they are installed."""
    if missing():
        return []
    from benchmarks.peers.real_time_peers import REAL_TIME_PEERS  # noqa: PLC0415  they are an optional extra

    return [
        MemoryRow(name, "peer", each.algorithm, each.new, frozenset({"hit_each"} if name != "aiolimiter" else {"loop"}))
        for name, each in REAL_TIME_PEERS.items()
    ]


def display_name(algorithm: str) -> str:
    """Return an algorithm's name as it is written in tables."""
    return {"gcra": "GCRA"}.get(algorithm, algorithm.replace("_", " "))


def all_rows() -> list[MemoryRow]:
    """Return all rows."""
    return [*floor(), *ours(), *peers()]
