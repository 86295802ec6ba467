"""Law 8: one decision is cheap, for any limit, burst, cost, idle time and past."""

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import count, cycle, takewhile
from typing import Any

from katas.grader.costs import MOST_BYTES, least_growth, steps, traced
from katas.grader.meter.inputs import YEAR
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Call, Limit, Timeline
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

MILLION = 10**6
VAST = Quota(10**36 + 9, 10**36 + 7)
FEW = 50  # things that an attribute holds: fewer don't explain what is kept
FIRST = 20  # rounds of calls, among which a crash is looked for
_CONTAINERS = (list, dict, set, tuple, deque, OrderedDict, defaultdict, Counter)
STEPS_A_ROUND = 2 * MILLION  # a meter that needs thousands of steps a call, as it may, is called less often


def cheap_meter(trial: MeterTrial, *asks: str) -> None:
    """No call's work, and nothing kept, grows with anything; with `asks`, these methods are called as well."""
    trial.pinned("1000000/8000000: take(0)", "1/80: take(0)", f"{VAST.limit}/{VAST.period}: take(0)")
    with trial.guard.unwatched():
        few_steps(trial, "1000000/8000000: take(0, 1000000) take(1, 1000000) level(2) take(9000000) level(9000000)")
        few_steps(trial, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
        _keeps_little(trial)
        growth_over_time(trial, *asks)
        _never_idle(trial)


def few_steps(trial: MeterTrial, text: str) -> None:
    """No call of the timeline executes many steps."""
    timeline = Timeline.parse(text)
    trial.counts["timelines"] += 1
    meter = trial.make(timeline.quota)
    for number, call in enumerate(timeline.calls):
        shown = timeline._replace(calls=timeline.calls[: number + 1])
        try:
            with _tells(trial, partial(timeline._replace, calls=shown.calls)):
                steps(partial(trial.ask, meter, call), what=f"The last call, {call.name}(),")
        except Abort as stop:
            stop.failure = replace(stop.failure, timeline=str(shown))
            raise


@contextmanager
def _tells(trial: MeterTrial, calls: Callable[[], Timeline]) -> Iterator[None]:
    """Say of a crash inside the block under which quota it happens, and in which call: the last one of `calls()`."""
    try:
        yield
    except Broken as broken:
        if broken.failure.kind != "crash":
            raise
        raise _crash(trial, calls(), broken.failure) from broken
    except Exception as error:
        what = f"{calls().calls[-1].name}()"
        raise _crash(trial, calls(), trial.crash(what, error)) from error


def _crash(trial: MeterTrial, timeline: Timeline, failure: Failure) -> Broken:
    """Return a crash with the smallest timeline that shows it; if these calls don't, with the quota and the call."""
    last = timeline.calls[-1]
    for calls in ((last,), (Call("take", last.now), last), timeline.calls) if isinstance(trial, MeterTrial) else ():
        try:
            trial.compare([timeline._replace(calls=calls)], waits=False)
        except Broken as broken:
            if broken.failure.kind == failure.kind:
                return broken
    message = f"{failure.message.rstrip('.')}. Asked, among other calls: {Limit(timeline.quota)}: {last}."
    return Broken(replace(failure, message=message))


def _keeps_little(trial: MeterTrial) -> None:
    """A meter of a vast quota keeps no more than one of a small quota."""
    timeline = Timeline.parse(f"{MILLION}/{8 * MILLION}: take(range(0, 1000)) take(1000, {MILLION - 1000})")
    with _tells(trial, lambda: timeline), traced() as in_use:
        before = in_use()
        meter = trial.make(timeline.quota)
        for now in range(1000):
            trial.guard("take()", meter.take, now)
        trial.guard("take()", meter.take, 1000, MILLION - 1000)
        kept = in_use() - before
    if kept > MOST_BYTES:
        message = (
            f"A meter that has granted {MILLION:,} units in {len(timeline.calls):,} takes keeps {kept:,} bytes; one or "
            f"two numbers are enough.{_longest(meter)}"
        )
        raise Broken(Failure("cost", message))


def _longest(meter: Any) -> str:
    """Say which of a meter's own attributes holds the most; "" if none holds much."""
    state = object.__getstate__(meter)
    parts = state if isinstance(state, tuple) else (state,)  # attributes and slots
    attributes = {name: value for part in parts for name, value in (part or {}).items()}
    held = {name: len(value) for name, value in attributes.items() if type(value) in _CONTAINERS}
    name = max(held, key=lambda name: held[name], default="")
    return f" Its attribute {name} holds {held[name]:,} items." if name and held[name] > FEW else ""


def growth_over_time(trial: MeterTrial, *asks: str) -> None:
    """Thousands of calls, granted and refused, leave nothing behind and don't make later calls slower."""
    stories = (
        (Quota(1, 80), 1000, "takes", _single),
        (Quota(10_000, 10**9), 1000, "refused takes and errors", lambda number: (10_000 - number, -number)),
        (Quota(MILLION, 80), 300, "takes of ever other costs, little of the limit,", lambda number: (1500 - number,)),
    )
    for quota, most, story, costs in stories:  # every other call is in a new window
        meter = _CalledOften(trial, quota, (1, 397), costs, ("level", *asks))
        first = meter.most_steps()
        meter.leaves_nothing(most, story, first)
        last = meter.most_steps()
        if last > 4 * first + 1000:
            message = (
                f"A take and a level execute {first:,} bytecode steps at first, and {last:,} after {4 * most:,} takes. "
                "Their work must not grow with the number of calls."
            )
            raise Broken(Failure("cost", message))


def late_ones_leave_nothing(trial: MeterTrial) -> None:
    """Calls that come late leave nothing behind either."""
    meter = _CalledOften(trial, Quota(1, 80), (1601, -100, -100, -100, -100, -100))
    meter.leaves_nothing(300, "takes, most of them late,", meter.most_steps())


def _never_idle(trial: MeterTrial) -> None:
    """A meter that is called without a pause keeps no more either: its numbers don't get longer."""
    meter = _CalledOften(trial, VAST, (1,), lambda _: (2,))
    meter.leaves_nothing(300, "takes of a client that never rests", meter.most_steps())


def _single(_time: int) -> tuple[int, ...]:
    return (1,)


class _CalledOften:
    """A meter that is called again and again: costs follow from how often it has been called."""

    def __init__(
        self,
        trial: MeterTrial,
        quota: Quota,
        gaps: tuple[int, ...],
        costs: Callable[[int], tuple[int, ...]] = _single,
        asks: tuple[str, ...] = ("level",),
    ) -> None:
        self.trial, self.quota, self.every, self.costs, self.asks = trial, quota, gaps, costs, asks
        self.meter, self.now, self.numbers, self.gaps = trial.make(quota), 0, count(1), cycle(gaps)
        self.last = Call("take", 0)  # of the calls that did not return

    def call(self) -> None:
        """Take and look once."""
        self.now += next(self.gaps)
        name, cost = "take", 1
        try:
            for cost in self.costs(next(self.numbers)):
                with suppress(ValueError):
                    self.meter.take(self.now, cost)
            for name in self.asks:
                getattr(self.meter, name)(self.now)
        except Exception:
            self.last = Call(name, self.now, cost if name == "take" else 1)
            raise

    def first_calls(self) -> Timeline:
        """Return the first calls, up to the one that did not return."""
        calls, now, gaps = [], 0, cycle(self.every)
        for number in range(1, FIRST + 1):
            now += next(gaps)
            calls += [Call("take", now, cost) for cost in self.costs(number)] + [Call(ask, now) for ask in self.asks]
        return Timeline(self.quota, (*takewhile(lambda call: call != self.last, calls), self.last))

    def most_steps(self) -> int:
        """Return the most steps of ten calls."""
        with _tells(self.trial, self.first_calls):
            return max(int(self.trial.guard("take()", partial(steps, self.call, most=MILLION))) for _ in range(10))

    def leaves_nothing(self, most: int, story: str, steps_a_call: int) -> None:
        """Calling it so often, again and again, does not make it grow."""
        number = max(most // 8, min(most, STEPS_A_ROUND // steps_a_call))

        def some() -> None:
            for _ in range(25):
                self.call()

        def round_of_calls() -> None:
            for _ in range(number // 25):
                self.trial.guard("25 calls of take() and level()", some)

        with _tells(self.trial, self.first_calls), traced() as in_use:
            self.meter = self.trial.make(self.quota)
            round_of_calls()
            grown = least_growth(round_of_calls, in_use)
        if grown > MOST_BYTES * number // most:
            message = (
                f"Every {number:,} {story} leave {grown:,} bytes more in the meter. It must not grow with each call."
                f"{_longest(self.meter)}"
            )
            raise Broken(Failure("cost", message))
