"""Who is measured in memory: the floor, ours, the peers, and the learner's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic_ns
from typing import Any, Protocol

import ratelimit
from benchmarks.harness.floor import Floor
from benchmarks.harness.question import Kind
from benchmarks.rivals import missing
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


class Loops(Protocol):
    """A limiter at work. Each loop calls it as its documentation says, in plain sight: what is timed is that loop."""

    def take(self, key: str, cost: int = 1) -> bool:
        """Spend the cost, and say whether it was granted."""

    def allow_each(self, keys: Iterable[str]) -> None:
        """Make one request for each key."""

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""


@dataclass(frozen=True)
class Subject:
    """One row, and how to make its limiter: (limit, seconds, burst); and with another clock, unless it is a peer's."""

    name: str
    kind: Kind
    algorithm: str
    new: Callable[..., Any]
    can: frozenset[str] = frozenset({"hit_each"})
    """What it has beside the loops that all have: `hit_each`, which asks for all that can be told."""


class Ours:
    """The loops of whatever has our limiters' face: `allow`, and `hit` if it has it."""

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


def in_memory(algorithm: Algorithm) -> Callable[..., Ours]:
    """Return how to make a `MemoryLimiter` of it."""

    def new(limit: int, seconds: int, burst: int, clock: Clock = monotonic_ns) -> Ours:
        return Ours(MemoryLimiter(algorithm, Quota(limit, seconds * SECOND, burst), clock))

    return new


def the_least(of: Callable[[Clock], Floor]) -> Callable[..., Ours]:
    """Return how to make a floor, whatever the quota."""
    return lambda _limit, _seconds, _burst, clock=monotonic_ns: Ours(of(clock))


def floor() -> list[Subject]:
    """Return the floor."""
    return [Subject(FLOOR, "floor", "", the_least(Floor), frozenset())]


def ours() -> list[Subject]:
    """Return the six algorithms of this library."""
    return [Subject(f"ours: {words(name)}", "ours", name, in_memory(each)) for name, each in ALGORITHMS.items()]


def peers() -> list[Subject]:
    """Return the peers, if they are installed."""
    if missing():
        return []
    from benchmarks.rivals.running import RUNNING  # noqa: PLC0415  they are an optional extra

    return [
        Subject(name, "peer", each.algorithm, each.new, frozenset({"hit_each"} if name != "aiolimiter" else {"loop"}))
        for name, each in RUNNING.items()
    ]


def words(algorithm: str) -> str:
    """Return an algorithm's name as one says it."""
    return {"gcra": "GCRA"}.get(algorithm, algorithm.replace("_", " "))


def everyone() -> list[Subject]:
    """Return all of them."""
    return [*floor(), *ours(), *peers()]
