"""Law 8: one decision is cheap, for any limit, burst, cost, idle time and past."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count, cycle

from katas.grader.costs import MOST_BYTES, least_growth, steps, traced
from katas.grader.meter.inputs import YEAR
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

MILLION = 10**6
VAST = Quota(10**36 + 9, 10**36 + 7)
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
        try:
            steps(partial(trial.ask, meter, call), what=f"The last call, {call.name}(),")
        except Abort as stop:
            shown = Timeline(timeline.quota, timeline.calls[: number + 1])
            stop.failure = replace(stop.failure, timeline=str(shown))
            raise


def _keeps_little(trial: MeterTrial) -> None:
    """A meter of a vast quota keeps no more than one of a small quota."""
    with traced() as in_use:
        before = in_use()
        meter = trial.make(Quota(MILLION, 8 * MILLION))
        for now in range(1000):
            trial.guard("take()", meter.take, now)
        trial.guard("take()", meter.take, 1000, MILLION - 1000)
        kept = in_use() - before
    if kept > MOST_BYTES:
        message = f"A meter that has granted {MILLION:,} units keeps {kept:,} bytes; one or two numbers are enough."
        raise Broken(Failure("cost", message))


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
        self.trial, self.quota, self.gaps, self.costs, self.asks = trial, quota, cycle(gaps), costs, asks
        self.meter, self.now, self.numbers = trial.make(quota), 0, count(1)

    def call(self) -> None:
        """Take and look once."""
        self.now += next(self.gaps)
        for cost in self.costs(next(self.numbers)):
            with suppress(ValueError):
                self.meter.take(self.now, cost)
        for ask in self.asks:
            getattr(self.meter, ask)(self.now)

    def most_steps(self) -> int:
        """Return the most steps of ten calls."""
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

        with traced() as in_use:
            self.meter = self.trial.make(self.quota)
            round_of_calls()
            grown = least_growth(round_of_calls, in_use)
        if grown > MOST_BYTES * number // most:
            message = (
                f"Every {number:,} {story} leave {grown:,} bytes more in the meter. It must not grow with each call."
            )
            raise Broken(Failure("cost", message))
