"""Who is all or nothing: whether a request that one limit refuses leaves the units of the others as they were.

Two limits are given in both orders, and asked by a stopped clock. In each timeline, one limit refuses the requests in
the middle. If they took nothing, those at the end are answered as they are without them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from benchmarks.peers.frozen_clock import Clock, frozen
from benchmarks.rows.memory_rows import SECOND
from benchmarks.rows.several_limits_rows import Limit, SeveralLimitsRow, limiters

SHORT, LONG = (2, 7), (3, 60)
ORDERS = ((SHORT, LONG), (LONG, SHORT))
FIRST, LAST, TWO_AT_ONCE = "refused by the first", "refused by the last", "two at once"
START = 7 * 60 * 4_000_000 * SECOND  # a window of each begins


class Timeline(NamedTuple):
    """The seconds at which one key is asked for a unit."""

    refuses: Limit
    before: Sequence[int]
    refused: Sequence[int]
    after: Sequence[int]

    def __str__(self) -> str:
        return " ".join([*map(str, self.before), f"[{' '.join(map(str, self.refused))}]", *map(str, self.after)])


TIMELINES = (
    Timeline(SHORT, (0, 0), (0,), (14,)),
    Timeline(LONG, (0, 0, 14), (19, 19), (20, 20)),  # a bucket has its next unit at 20
    Timeline(LONG, (0, 0, 14), (59, 59), (61, 61)),  # a window, a log or a rounded estimate has room at 61
    Timeline(LONG, (0, 0, 14), (79, 79), (80, 80)),  # an estimate that is not rounded has room at 80
)
OVERLAPPING = Timeline(LONG, (0, 0), (59,), (61, 61))


class Loss(NamedTuple):
    """How many requests at the end of a timeline are refused because of those that were refused before."""

    order: Sequence[Limit]
    timeline: Timeline
    units: int

    @property
    def place(self) -> str:
        """Where the limit that refused stands."""
        return FIRST if self.order[0] == self.timeline.refuses else LAST


@cache
def losses(name: str) -> tuple[Loss, ...]:
    """Play all timelines that fit the algorithm of a row, in both orders.

    Raises `LookupError` if none of them shows what a limit takes that is refused in some place: nothing is proved then.
    """
    row = _row(name)
    found = []
    for order in ORDERS:
        for timeline in TIMELINES:
            before, refused, after = _play(row, order, timeline)
            _, _, without = _play(row, order, timeline._replace(refused=()))
            if all(before) and not any(refused) and any(without):  # else it does not fit
                found.append(Loss(order, timeline, sum(without) - sum(after)))
    if len({(loss.place, loss.timeline.refuses) for loss in found}) < len(ORDERS) ** 2:
        raise LookupError(f"no timeline shows whether {name} is all or nothing, wherever a limit refuses")
    return tuple(found)


def lost(name: str, place: str) -> int:
    """Return the most that a row loses to requests that are refused in a place."""
    return max(loss.units for loss in losses(name) if loss.place == place)


@cache
def lost_to_another(name: str) -> int | None:
    """Return what a row loses if another request comes between its questions and its spending; None if none can."""
    clock = Clock(START)
    with frozen(clock):
        limiter, twin = (_row(name).new(ORDERS[0], clock) for _ in range(2))
        if not hasattr(limiter, "test_all"):
            return None
        for each in (limiter, twin):
            assert all(_ask(each, clock, OVERLAPPING.before))
        clock.ns = START + OVERLAPPING.refused[0] * SECOND
        assert limiter.test_all("a")
        assert limiter.take("a")
        assert twin.take("a")
        assert not limiter.hit_all("a")  # what has passed every test is refused after all
        return sum(_ask(twin, clock, OVERLAPPING.after)) - sum(_ask(limiter, clock, OVERLAPPING.after))


def all_or_nothing(row: Any) -> str:
    """Return the verdict, as a cell of a table."""
    if row.kind == "floor":
        return "limits nothing"
    if any(loss.units for loss in losses(row.name)):
        return "no"
    return "in one thread" if lost_to_another(row.name) else "yes"


def _row(name: str) -> SeveralLimitsRow:
    return next(row for row in limiters() if row.name == name)


def _play(row: SeveralLimitsRow, order: Sequence[Limit], timeline: Timeline) -> list[list[bool]]:
    clock = Clock(START)
    with frozen(clock):
        limiter = row.new(order, clock)
        return [_ask(limiter, clock, part) for part in (timeline.before, timeline.refused, timeline.after)]


def _ask(limiter: Any, clock: Clock, times: Sequence[int]) -> list[bool]:
    answers = []
    for time in times:
        clock.ns = START + time * SECOND
        answers.append(limiter.take("a"))
    return answers
