"""Law 8: one decision is cheap, for any limit, burst, cost, idle time and past."""

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
VAST = Quota(10**36 + 9, 10**36 + 7)
STEPS_A_ROUND = 2 * MILLION  # a meter that needs thousands of steps a call, as it may, is called less often


def cheap_meter(trial: MeterTrial) -> None:
    """No call's work, and nothing kept, grows with anything."""
    trial.pinned("1000000/8000000: take(0)", "1/80: take(0)", f"{VAST.limit}/{VAST.period}: take(0)")
    with trial.guard.unwatched():
        few_steps(trial, "1000000/8000000: take(0, 1000000) take(1, 1000000) level(2) take(9000000) level(9000000)")
        few_steps(trial, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
        _keeps_little(trial)
        growth_over_time(trial)
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


def growth_over_time(trial: MeterTrial) -> None:
    """Thousands of calls, granted and refused, leave nothing behind and don't make later calls slower."""
    seldom = Quota(MILLION, 80), "takes of a client that uses a little of a large limit"
    for quota, story in ((Quota(1, 80), "takes"), (Quota(1, 10**9), "refused takes"), seldom):
        meter = _CalledOften(trial, quota, gaps=(1, 397))  # one is granted, one refused, and then comes a new window
        first = meter.most_steps()
        meter.leaves_nothing(1000, story, first)
        last = meter.most_steps()
        if last > 4 * first + 1000:
            message = f"A take and a level execute {first:,} bytecode steps at first, and {last:,} after 4,000 takes."
            raise Broken(Failure("cost", f"{message} Their work must not grow with the number of calls."))


def _never_idle(trial: MeterTrial) -> None:
    """A meter that is called without a pause keeps no more either: its numbers don't get longer."""
    meter = _CalledOften(trial, VAST, gaps=(1,), cost=2)
    meter.leaves_nothing(300, "takes of a client that never rests", meter.most_steps())


class _CalledOften:
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
