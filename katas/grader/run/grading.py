"""Grades one submission: its kata's levels in order, each result as soon as it is there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import seed
from time import perf_counter
from typing import Any

from katas.grader.kata import Kata
from katas.grader.verdict import Abort, Broken, Failure, Result


def run_levels(kata: Kata, trial: Any, *, every: bool) -> Iterator[Result]:
    """Yield each level's result. After a failure the later ones are locked, unless `every` is asked for."""
    failed = False
    for level in kata.levels:
        result = Result(level.name, level.points, level.sentence)
        if failed and not every:
            result.verdict = "locked"
            yield result
            continue
        start = perf_counter()
        trial.guard.rearm()
        seed(0)  # a submission that draws gets the same draws every time
        result.failure = failure_of(level.law, trial)
        result.seconds = perf_counter() - start
        result.verdict = "failed" if result.failure else "passed"
        failed = failed or result.failure is not None
        yield result


def failure_of(law: Callable[[Any], None], trial: Any) -> Failure | None:
    """Return why the law is broken, or None if it holds."""
    try:
        law(trial)
    except (Broken, Abort) as stop:
        return stop.failure
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001  from a call without a timeline
        failure: Failure = trial.crash("It", error)
        return replace(failure, kind="crash")
    return None
