"""Law 8: one decision is cheap, whatever the limit, the burst, the cost, the idle time and the past."""

from dataclasses import replace
from functools import partial
from itertools import cycle

from katas.grader.costs import MOST_BYTES, least_growth, steps, traced
from katas.grader.meter.inputs import YEAR
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

MILLION = 10**6


def cheap_meter(trial: MeterTrial) -> None:
    """No call's work, and nothing kept, grows with anything."""
    counted(trial, "1000000/8000000: take(0, 1000000) take(1, 1000000) level(2) take(9000000) level(9000000)")
    counted(trial, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
    _light(trial)
    steady(trial)
    _unrested(trial)


def counted(trial: MeterTrial, text: str) -> None:
    """No call of the timeline executes many steps."""
    timeline = Timeline.parse(text)
    trial.counts["pinned timelines"] += 1
    meter = trial.make(timeline.quota)
    for number, call in enumerate(timeline.calls):
        try:
            steps(partial(trial.ask, meter, call), what=f"The last call, {call.name}(),")
        except Abort as stop:
            shown = Timeline(timeline.quota, timeline.calls[: number + 1])
            stop.failure = replace(stop.failure, timeline=str(shown))
            raise


def _light(trial: MeterTrial) -> None:
    """A meter of a vast quota keeps no more than one of a small quota."""
    with traced() as in_use:
        before = in_use()
        meter = trial.make(Quota(MILLION, 8 * MILLION))
        for now in range(1000):
            trial.watch("take()", meter.take, now)
        trial.watch("take()", meter.take, 1000, MILLION - 1000)
        kept = in_use() - before
    if kept > MOST_BYTES:
        message = f"A meter that has granted {MILLION:,} units keeps {kept:,} bytes; one or two numbers are enough."
        raise Broken(Failure("cost", message))


def steady(trial: MeterTrial) -> None:
    """Thousands of calls, granted and refused, leave nothing behind and don't slow each other down."""
    for quota, story in ((Quota(1, 80), "takes"), (Quota(1, 10**9), "refused takes")):
        worn = _Worn(trial, quota, gaps=(1, 397))  # one is granted, one refused, and then comes a new window
        first = worn.most_steps()
        worn.leaves_nothing(1000, story)
        last = worn.most_steps()
        if last > 4 * first + 1000:
            message = f"A take and a level execute {first:,} bytecode steps at first, and {last:,} after 4,000 takes."
            raise Broken(Failure("cost", f"{message} Their work must not grow with the number of calls."))


def _unrested(trial: MeterTrial) -> None:
    """A meter that is never at rest keeps no more either: its numbers don't get longer."""
    worn = _Worn(trial, Quota(10**36 + 9, 10**36 + 7), gaps=(1,), cost=2)
    worn.leaves_nothing(300, "takes of a client that never rests")


class _Worn:
    """A meter that is called again and again."""

    def __init__(self, trial: MeterTrial, quota: Quota, gaps: tuple[int, ...], cost: int = 1) -> None:
        self.trial, self.quota, self.gaps, self.cost = trial, quota, cycle(gaps), cost
        self.meter, self.now = trial.make(quota), 0

    def call(self) -> None:
        """Take and look once."""
        self.now += next(self.gaps)
        self.meter.take(self.now, self.cost)
        self.meter.level(self.now)

    def most_steps(self) -> int:
        """Return the steps of the dearest of ten calls."""
        return max(int(self.trial.watch("take()", partial(steps, self.call, most=MILLION))) for _ in range(10))

    def leaves_nothing(self, number: int, story: str) -> None:
        """Calling it so often, again and again, does not make it grow."""

        def some() -> None:
            for _ in range(50):
                self.call()

        def round_of_calls() -> None:
            for _ in range(number // 50):
                self.trial.watch("50 calls of take() and level()", some)

        with traced() as in_use:
            self.meter = self.trial.make(self.quota)
            round_of_calls()
            grown = least_growth(round_of_calls, in_use)
        if grown > MOST_BYTES:
            message = (
                f"Every {number:,} {story} leave {grown:,} bytes more in the meter. It must not grow with each call."
            )
            raise Broken(Failure("cost", message))
