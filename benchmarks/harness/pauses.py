"""Times each call, and separates the limiter's time from the garbage collector's and from other processes'."""

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter, perf_counter_ns, process_time_ns
from typing import Any, NamedTuple


class Pauses(NamedTuple):
    """What each call took, in ns."""

    clock: Sequence[int]
    """Wall time, with whatever else the machine did meanwhile."""

    own: Sequence[int]
    """Processor time of this process, with all its threads, without garbage collection."""

    collected: int
    """The longest garbage collection."""

    took: float
    """All of it, in seconds, by the clock."""


class _Collections:
    """Adds up the time of garbage collection, by both clocks."""

    def __init__(self) -> None:
        self.clock = self.processor = self.longest = 0
        self._begun = self._begun_processor = 0

    def __call__(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._begun_processor, self._begun = process_time_ns(), perf_counter_ns()
            return
        took = perf_counter_ns() - self._begun
        self.clock += took
        self.processor += process_time_ns() - self._begun_processor
        self.longest = max(self.longest, took)


@contextmanager
def _collections() -> Iterator[_Collections]:
    collections = _Collections()
    gc.callbacks.append(collections)
    try:
        yield collections
    finally:
        gc.callbacks.remove(collections)


def timed_each(take: Callable[[str], Any], keys: Sequence[str]) -> Pauses:
    """Make a request for each key, and time each.

    A call's own time is the lesser of the two clocks': wall time includes other processes, processor time includes
    other threads of this process.
    """
    clock, own = array("q", bytes(8 * len(keys))), array("q", bytes(8 * len(keys)))
    started = perf_counter()
    with _collections() as collections:
        for number, key in enumerate(keys):
            before, before_processor = collections.clock, collections.processor
            begun_processor, begun = process_time_ns(), perf_counter_ns()
            take(key)
            ended, ended_processor = perf_counter_ns(), process_time_ns()
            wall = ended - begun
            mine = min(wall - collections.clock + before, ended_processor - begun_processor)
            clock[number] = wall
            own[number] = min(mine, ended_processor - begun_processor - collections.processor + before_processor)
    return Pauses(clock, own, collections.longest, perf_counter() - started)


def shortest(runs: Iterable[Pauses]) -> Pauses:
    """Return the least time of each call over runs that did the same."""
    clocks, owns, collected, took = zip(*runs, strict=True)
    clock, own = (array("q", map(min, zip(*times, strict=True))) for times in (clocks, owns))
    return Pauses(clock, own, min(collected), min(took))
