"""Where marks go: what falls into the same moment is stacked, so that every unit can be counted."""

from collections import Counter
from collections.abc import Iterable
from heapq import heappop, heappush
from typing import NamedTuple

from ratelimit.replay import Step


class Mark(NamedTuple):
    """One unit: when, and how high above the line (or, of a refusal, below it)."""

    now: float
    height: int


class Stacks(NamedTuple):
    """Marks of grants and of refusals."""

    grants: list[Mark]
    refusals: list[Mark]

    @property
    def up(self) -> int:
        """Height of the highest stack of grants."""
        return max((mark.height for mark in self.grants), default=0)

    @property
    def down(self) -> int:
        """Depth of the deepest stack of refusals."""
        return max((mark.height for mark in self.refusals), default=0)


def stack(steps: Iterable[Step], start: int, wide: int) -> Stacks:
    """Stack the units of all steps whose times are within the same so many ticks."""
    grants: list[Mark] = []
    refusals: list[Mark] = []
    high: Counter[tuple[int, bool]] = Counter()
    for step in steps:
        slot, refused = (step.now - start) // wide, step.wait > 0
        for _ in range(step.cost):
            high[slot, refused] += 1
            middle = start + slot * wide + (wide - 1) / 2
            (refusals if refused else grants).append(Mark(middle, high[slot, refused]))
    return Stacks(grants, refusals)


class Bar(NamedTuple):
    """A granted request that stands in a queue."""

    arrival: int
    departure: int
    lane: int


def lanes(steps: Iterable[Step]) -> list[Bar]:
    """Give each granted request the lowest lane that is free when it arrives."""
    bars: list[Bar] = []
    busy: list[tuple[int, int]] = []  # until when, which lane
    free: list[int] = []
    for step in steps:
        if step.wait:
            continue
        while busy and busy[0][0] <= step.now:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        departure = step.now + step.delay
        heappush(busy, (departure, lane))
        bars.append(Bar(step.now, departure, lane))
    return bars
