"""Every timeline of a few calls, none left out: keys fall due in any order, whichever was used last."""

from collections.abc import Iterator
from functools import partial
from itertools import islice, product
from math import inf
from typing import Any

from katas.grader.keyed.eviction_model import EvictionModel
from katas.grader.keyed.meters import Dial, Opaque
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.shrink import UNSTEADY
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Broken, Failure
from ratelimit import Level, Quota

BURST = 2  # with a unit a tick: a key is fresh again after a tick, or after two
NAMES = ("ann", "bob", "cid", "dee", "eve", "fay")
SHORT, LONG = (4, (0, 1, 2)), (5, (0, 1))  # calls, and ticks between one and the next
AT_ONCE = 20  # timelines in one guarded call

Event = tuple[int, int, int]  # time, key, cost
Scope = tuple[int, tuple[int, ...]]


class Bucket(Opaque):
    """A token bucket with a unit a tick, in a few lines."""

    __slots__ = ("empty_at",)

    def __init__(self) -> None:
        self.empty_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Return 0 if granted, else the wait."""
        at = max(self.empty_at, now) + cost
        if at - now > BURST:
            return at - now - BURST
        self.empty_at = at
        return 0

    def level(self, now: int) -> Level:
        """Return what is left."""
        wait = self.empty_at - now if self.empty_at > now else 0
        return Level(BURST - wait, wait)


def every_timeline(trial: KeyedTrial, *scopes: Scope, fewest: bool = False, most: bool = False) -> None:
    """Compare answers and the number of keys held on all timelines of these scopes."""
    for scope in scopes:
        every = events_of(*scope)
        while some := list(islice(every, AT_ONCE)):
            trial.counts["pinned timelines"] += len(some)
            trial.counts["calls"] += len(some) * scope[0]
            trial.guard.rearm()
            with trial.watch, trial.guard.unwatched():
                wrong = trial.guard("allow()", _first_wrong, trial, some, fewest, most)
            if wrong:
                _raise(trial, wrong, fewest=fewest, most=most)


def events_of(calls: int, gaps: tuple[int, ...]) -> Iterator[list[Event]]:
    """Yield all timelines of so many calls. Keys are numbered as they come, so that none comes twice by other names."""
    for keys in _named(calls):
        for waits in product(gaps, repeat=calls - 1):
            times = [sum(waits[:number]) for number in range(calls)]
            for costs in product(range(1, BURST + 1), repeat=calls):
                yield list(zip(times, keys, costs, strict=True))


def _named(calls: int) -> Iterator[tuple[int, ...]]:
    for keys in product(range(calls), repeat=calls):
        if all(key <= max(keys[:at], default=-1) + 1 for at, key in enumerate(keys)):
            yield keys


def _first_wrong(trial: KeyedTrial, some: list[list[Event]], fewest: bool, most: bool) -> list[Event] | None:  # noqa: FBT001  called by the guard
    for events in some:
        dial = Dial()
        try:
            right = _right(trial.new(Bucket, dial), dial, events, fewest=fewest, most=most)
        except (Exception, SystemExit):  # noqa: BLE001  told when it is followed again
            right = False
        if not right:
            return events
    return None


def _right(limiter: Any, dial: Dial, events: list[Event], *, fewest: bool, most: bool) -> bool:
    model, specs, held = EvictionModel(), [Bucket() for _ in events], 0
    for now, key, cost in events:
        dial.now = now
        if limiter.allow(NAMES[key], cost) is not (specs[key].take(now, cost) == 0):
            return False
        model.returns(now, held)
        model.spends(key, specs[key].empty_at)
        low, high = model.bounds()
        held = len(limiter)
        if not (low if fewest else 0) <= held <= (high if most else inf):
            return False
    return True


def _raise(trial: KeyedTrial, events: list[Event], *, fewest: bool, most: bool) -> None:
    """Raise the smallest timeline found that is wrong as this one is."""
    calls = tuple(Call("allow", now, cost, NAMES[key]) for now, key, cost in events)
    timeline = Timeline(Quota(1, 1, BURST), calls)
    trial.holds(partial(_follow, trial, timeline, fewest, most), fewest=fewest, most=most)
    raise Broken(Failure("answer", UNSTEADY, timeline=str(timeline)))


def _follow(trial: KeyedTrial, timeline: Timeline, fewest: bool, most: bool) -> None:  # noqa: FBT001  passed on
    trial.follow(timeline, fewest=fewest, most=most)
