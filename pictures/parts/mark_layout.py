"""Where marks go: at their times, and stacked where they would hide each other, so that every unit can be counted."""

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import NamedTuple

from ratelimit.replay import Step


class Mark(NamedTuple):
    """One unit: its stack's time, and how far above the line it is (or, if refused, below)."""

    now: int
    height: int


class Stacks(NamedTuple):
    """The marks of grants and of refusals."""

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


def stack(steps: Iterable[Step], wide: int) -> Stacks:
    """Put each unit at its time, or on the stack that began less than so many ticks before."""
    grants: list[Mark] = []
    refusals: list[Mark] = []
    for step in steps:
        marks = refusals if step.wait else grants
        for _ in range(step.cost):
            last = marks[-1] if marks else None
            if last and abs(step.now - last.now) < wide:
                marks.append(Mark(last.now, last.height + 1))
            else:
                marks.append(Mark(step.now, 1))
    return Stacks(grants, refusals)


class Bar(NamedTuple):
    """A granted request that waits in a queue."""

    arrival: int
    departure: int
    lane: int


def lanes(steps: Iterable[Step], wide: int) -> list[Bar]:
    """Give each granted request the lowest lane that has been free for at least so many ticks."""
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
        heappush(busy, (departure + wide, lane))
        bars.append(Bar(step.now, departure, lane))
    return bars
