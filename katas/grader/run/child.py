"""The graded process: `python -m katas.grader.run.child` with a JSON order as its argument, JSON lines as its output.

A submission may hang, exit, eat memory or print without end; if so, it does it here, and the process that waits for
the verdict is safe. Only the line that says "done" makes a verdict complete.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from traceback import format_exc
from typing import Any

from hypothesis.internal.conjecture import providers

from katas.grader.coverage import Coverage
from katas.grader.crash import crash
from katas.grader.fingerprint import fingerprint
from katas.grader.guard import Guard, leave
from katas.grader.kata import Kata, load_kata
from katas.grader.profile import Profile
from katas.grader.run.diagnosis import diagnose
from katas.grader.run.grading import run_levels
from katas.grader.run.loading import file_of, hide_answers, load
from katas.grader.run.playback import played
from katas.grader.run.prints import Prints
from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken, Failure

OUTLIVES = (
    "The first object answers rightly. A second one is asked the same, and does not: what outlives the first? A "
    "default argument, an attribute of the class, a global?"
)


def main(order: dict[str, Any]) -> None:
    """Grade what the order says, and leave."""
    status = 1
    gc.freeze()  # a collection need not go through the grader, which stays
    say = _voice(Path(order["verdict"]))
    _hush(quiet=order["quiet"])
    # Hypothesis would mix constants of the code under test into its draws; everybody must get the same draws.
    providers._get_local_constants = lambda: providers._local_constants  # noqa: SLF001  the version is pinned
    guard = Guard(lambda failure: _give_up(say, failure), partial(os.utime, order["verdict"]), order["budget"])
    if file_of(load_kata(order["kata"]), order["submission"]).exists():
        hide_answers()
        guard.hides_answers = True
    guard.start(Path(order["crash_log"]).open("w"))  # noqa: SIM115  open as long as the process lives
    try:
        _run(load_kata(order["kata"]), order, guard, say)
        say(done=True)
        status = 0
    except (Broken, Abort) as stop:
        say(failure=asdict(stop.failure))
    except BaseException as error:  # noqa: BLE001  the one place that must not let anything through
        say(failure=asdict(_unforeseen(guard, error)))
    finally:
        leave(status)  # even if it can't be reported any more


def _run(kata: Kata, order: dict[str, Any], guard: Guard, say: Callable[..., None]) -> None:
    def new_trial(submission: str) -> Any:
        return kata.trial(partial(load, kata, submission, guard), guard, Profile(order["cases"], order["seed"]))

    printed = Prints()
    if order["replay"] and not order["quiet"]:
        printed.hear()
        guard.mute = printed.muted
    trial = new_trial(order["submission"])
    if order["play"]:
        for answer in played(trial, Timeline.parse(order["play"])):
            say(played=answer)
        return
    if order["replay"]:
        try:
            _replay(trial, kata.parse(order["replay"]), say)
        finally:
            say(printed=order["quiet"] or printed.any)
        return
    failure = _grade(kata, trial, say, every=order["every"])
    if failure is None:
        prices = {"yours": trial.price()}  # first: after that, the guard knows the reference
        if kata.solution.exists():  # some delete it, so as not to peep
            prices["reference"] = new_trial(str(kata.solution)).price()
        rows = ([what, *(f"{price[what]:,}" for price in prices.values())] for what in prices["yours"])
        say(costs=[["lower is better", *prices], *rows])
    elif failure.kind in ("answer", "crash"):
        with suppress(Abort, Exception, SystemExit):  # if a probe fails, there is no diagnosis
            # The file is loaded again: what the levels left in it is gone.
            facets = kata.facets(new_trial(order["submission"]))
            prints = fingerprint(facets)
            say(prints=prints, diagnosis=diagnose(kata, facets, prints))


def _grade(kata: Kata, trial: Any, say: Callable[..., None], *, every: bool) -> Failure | None:
    """Say each level's result as it comes, and return the first failure."""
    failure = None
    coverage = trial.guard.coverage = Coverage(trial.guard.path)
    coverage.start()
    for result in run_levels(kata, trial, every=every):
        tampering = trial.guard.tampering()
        if tampering is not None:
            raise Broken(tampering)
        say(result=asdict(result))
        failure = failure or result.failure
    trial.guard.coverage = None
    notes = [*trial.notes, *_prints(coverage.printed())]
    say(counts=trial.counts, notes=notes, unseen=coverage.never_ran())
    return failure


def _prints(lines: list[int]) -> list[str]:
    where = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
    return [f"your code prints, in {where}."] if lines else []


def _replay(trial: Any, timeline: Any, say: Callable[..., None]) -> None:
    misfit = trial.misfit(timeline)
    if misfit:
        say(failure=asdict(Failure("load", f"That timeline does not fit this kata: {misfit}.")))
        return
    try:
        rows = trial.follow(timeline)
        with trial.guard.mute():  # it has been heard
            _follow_again(trial, timeline)
            words, line = trial.remark(timeline) if hasattr(trial, "remark") else ("", "")
        say(rows=rows, notes=[f"{words} {line}"] if words else [])
    except Broken as broken:
        failure = broken.failure
        if hasattr(trial, "remarked") and failure.timeline:
            with trial.guard.mute():
                failure = trial.remarked(failure)
        if hasattr(trial, "explained") and failure.timeline:
            failure = trial.explained(failure)
        say(failure=asdict(failure))


def _follow_again(trial: Any, timeline: Any) -> None:
    """Raise `Broken` if the same calls get wrong answers from a second object: the first has left something behind."""
    try:
        trial.follow(timeline)
    except Broken as broken:
        broken.failure = replace(broken.failure, message=OUTLIVES)
        raise


def _unforeseen(guard: Guard, error: BaseException) -> Failure:
    tampering = guard.tampering()
    if tampering is not None:
        return tampering
    if guard.line_of_error(error):
        return crash(guard, "It", error)
    return Failure("grader", "The grader failed, not your code. Please report it.", detail=format_exc())


def _voice(verdict: Path) -> Callable[..., None]:
    pid = os.getpid()

    def say(**words: Any) -> None:
        if os.getpid() == pid:  # a copy that the submission forked must not report
            with verdict.open("a", encoding="utf-8") as file:  # each time: a submission may close all files
                file.write(json.dumps(words, default=str) + "\n")

    return say


def _hush(*, quiet: bool) -> None:
    """Drop what a submission prints, or send it to standard error if it is asked for."""
    os.dup2(os.open(os.devnull, os.O_WRONLY) if quiet else 2, 1)
    if quiet:
        os.dup2(1, 2)


def _give_up(say: Callable[..., None], failure: Failure) -> None:
    try:
        say(failure=asdict(failure))
    finally:
        leave(1)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
