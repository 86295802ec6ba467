"""Law 8: one decision is cheap, whatever the limit, the burst, the cost, the idle time and the past."""

from dataclasses import replace
from functools import partial
from itertools import cycle

from katas.grader.costs import MOST_BYTES, least_growth, steps, traced
from katas.grader.inputs import YEAR
from katas.grader.timeline import Timeline
from katas.grader.trial import MeterTrial
from katas.grader.verdict import Abort, Broken, Failure
from ratelimit import Quota

MILLION = 10**6


def cheap_meter(trial: MeterTrial) -> None:
    """No call's work, and nothing kept, grows with anything."""
    counted(trial, "1000000/8000000: take(0, 1000000) take(1, 1000000) level(2) take(9000000) level(9000000)")
    counted(trial, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
    _light(trial)
    steady(trial)


def counted(trial: MeterTrial, text: str) -> None:
    """No call of the timeline executes many steps."""
    timeline = Timeline.parse(text)
    trial.counts["pinned timelines"] += 1
    meter = trial.make(timeline.quota)
    for number, call in enumerate(timeline.calls):
        try:
            steps(partial(trial.ask, meter, call), what=f"{call.name}(), called last,")
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
    gaps, now = cycle((1, 397)), [0]

    def call() -> None:
        now[0] += next(gaps)
        meter.take(now[0])  # one is granted, one refused, and then comes a new window
        meter.level(now[0])

    def thousand() -> None:
        for _ in range(1000):
            call()

    for quota, story in ((Quota(1, 80), "takes"), (Quota(1, 10**9), "refused takes")):
        with traced() as in_use:
            meter = trial.make(quota)
            trial.watch("take()", thousand)
            grown = least_growth(lambda: trial.watch("take()", thousand), in_use)
        if grown > MOST_BYTES:
            message = f"Each 1,000 {story} leave {grown:,} bytes behind; a meter must not grow with the past."
            raise Broken(Failure("cost", message))
    for _ in range(10):
        trial.watch("take()", partial(steps, call, what="After 4,000 takes, a take with a level"))
