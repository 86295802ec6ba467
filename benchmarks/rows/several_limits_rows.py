"""The rows of tables about several limits in memory: the floor, our algorithms, a mix of them, and the peers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from time import monotonic_ns
from typing import Any

from benchmarks.harness.question import Kind
from benchmarks.peers import missing
from benchmarks.peers.frozen_clock import Clock
from benchmarks.rows.floor import Floor
from benchmarks.rows.memory_rows import ALGORITHMS, FLOOR, SECOND, OurLoops, display_name
from ratelimit import GCRA, Algorithm, FixedWindow, MemoryLimiter, Quota, TokenBucket

Limit = tuple[int, int]
"""So many units in so many seconds."""

MIXED = (TokenBucket, FixedWindow, GCRA)


@dataclass(frozen=True)
class SeveralLimitsRow:
    """One row, and how to make its limiter from limits: with a stopped clock, or in real time."""

    name: str
    kind: Kind
    algorithm: str
    new: Callable[[Sequence[Limit], Clock | None], Any]


class OurSeveralLimits(OurLoops):
    """Several limits of this library."""

    def __init__(self, algorithms: Sequence[Algorithm], limits: Sequence[Limit], stopped: Clock | None = None) -> None:
        quotas = [Quota(limit, seconds * SECOND) for limit, seconds in limits]
        algorithms = one_for_each(algorithms, quotas)
        super().__init__(MemoryLimiter(algorithms, quotas, (lambda: stopped.ns) if stopped else None))

    def spend_ago(self, key: str, cost: int, seconds: int) -> None:
        """Spend the cost as if it were so many seconds ago."""
        clock = self.limiter._clock  # noqa: SLF001  a clock of our own would make each decision slower
        self.limiter._clock = lambda: monotonic_ns() - seconds * SECOND  # noqa: SLF001  as above
        self.take(key, cost)
        self.limiter._clock = clock  # noqa: SLF001  as above


def one_for_each(algorithms: Sequence[Algorithm], quotas: Sequence[Quota]) -> list[Algorithm]:
    """Return as many algorithms as quotas, again from the first if there are fewer."""
    return list(islice(cycle(algorithms), len(quotas)))


def floor() -> SeveralLimitsRow:
    """Return the floor."""
    return SeveralLimitsRow(FLOOR, "floor", "", lambda _limits, _stopped: OurLoops(Floor()))


def ours() -> list[SeveralLimitsRow]:
    """Return the six algorithms of this library, and some mixed."""

    def new_row(name: str, algorithms: Sequence[Algorithm]) -> SeveralLimitsRow:
        def new(limits: Sequence[Limit], stopped: Clock | None) -> OurSeveralLimits:
            return OurSeveralLimits(algorithms, limits, stopped)

        return SeveralLimitsRow(f"ours: {display_name(name)}", "ours", name, new)

    return [*(new_row(name, [algorithm]) for name, algorithm in ALGORITHMS.items()), new_row("mixed", MIXED)]


def peers() -> list[SeveralLimitsRow]:
    """Return the peers that have several limits, if they are installed."""
    if missing():
        return []
    from benchmarks.peers.several_limits_peers import SEVERAL_LIMITS_PEERS  # noqa: PLC0415  they are an optional extra

    return [SeveralLimitsRow(name, "peer", each.algorithm, each.new) for name, each in SEVERAL_LIMITS_PEERS.items()]


def limiters() -> list[SeveralLimitsRow]:
    """Return all rows that limit something."""
    return [*ours(), *peers()]


def all_rows() -> list[SeveralLimitsRow]:
    """Return all rows."""
    return [floor(), *limiters()]
