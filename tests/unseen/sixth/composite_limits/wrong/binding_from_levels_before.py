"""Wrong: `binding` of a grant is found from the levels before it, which need not tell who is fresh last afterwards."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ratelimit import Level, Meter


class Verdict(NamedTuple):
    at: int
    wait: int
    binding: int | None


def indexes_short_of(cost: int, levels: Iterable[Level]) -> frozenset[int]:
    return frozenset(i for i, level in enumerate(levels) if level.remaining < cost)


def refused(at: int, waits: Sequence[tuple[int, int]]) -> Verdict:
    """`waits` are pairs of index and wait, in order of the index."""
    binding, wait = max(waits, key=lambda pair: (pair[1], -pair[0]))
    return Verdict(at, wait, binding)


def granted(at: int, levels: Sequence[Level]) -> Verdict:
    def slack(i: int) -> tuple[int, int, int]:
        return levels[i].remaining, -levels[i].reset_after, i

    return Verdict(at, 0, min(map(slack, range(len(levels))))[-1])


class Composite:
    """Meters that decide together."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        by_identity = {id(meter): meter for meter in meters}
        if len(by_identity) != len(meters) or len(meters) == 0:
            raise ValueError("meters must be at least one, and each another object")
        self._meters = tuple(meters)
        self._capacity: int | None = None
        self._verdict = Verdict(0, 0, None)

    @property
    def binding(self) -> int | None:
        return self._verdict.binding

    def _levels(self, at: int) -> list[Level]:
        return [meter.level(at) for meter in self._meters]

    def take(self, now: int, cost: int = 1) -> int:
        at = max(self._verdict.at, now)
        if self._verdict.binding is not None:
            if not 0 < cost <= self._capacity:
                raise ValueError("cost out of range")
            levels = self._levels(at)
        else:  # all are fresh still, whatever the time: what is there now is what they can hold
            levels = self._levels(at)
            self._capacity = min(levels).remaining
            if not 0 < cost <= self._capacity:
                raise ValueError("cost out of range")

        short = indexes_short_of(cost, levels)
        if short:
            self._verdict = refused(at, [(i, self._meters[i].take(at, cost)) for i in sorted(short)])
        else:
            for meter in self._meters:
                meter.take(at, cost)
            self._verdict = granted(at, levels)
        return self._verdict.wait

    def level(self, now: int) -> Level:
        levels = self._levels(max(now, self._verdict.at))
        return Level(min(levels).remaining, max(level.reset_after for level in levels))
