"""A limiter decides at one time, however often it reads its clock, and reads that time while it holds the lock."""

import sys
from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

from katas.grader.keyed.meters import Window
from katas.grader.keyed.races.lines import Lines
from katas.grader.keyed.races.locks import seen
from katas.grader.keyed.races.scenarios import Scene
from katas.grader.keyed.races.schedule import Schedule
from katas.grader.keyed.races.steps import told_as
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Broken, Failure
from ratelimit import Quota

PERIOD = 10
OTHERS = ("bob", "cid", "dee")


def decides_at_one_time(trial: KeyedTrial) -> None:
    """When the time jumps into the next window between two looks at the clock, the call belongs to one of the windows.

    ann's one unit of window 0 is spent. The call that straddles the edge is refused in window 0, and then window 1
    still has a unit; or it is granted in window 1, and then that is spent. The clock may go back after one look: it has
    been in window 1 all the same, and so have the other keys, whose units of window 0 are spent as well.
    """
    for reads, then in product(range(7), (PERIOD, PERIOD - 1)):
        calls: list[tuple[Call, int]] = []  # and how often each read the clock
        try:
            wrong = _straddles(trial, [PERIOD - 1] * reads + [PERIOD, then], calls)
        except Broken:
            _replay(trial, calls)
            raise
        if not wrong:
            continue
        back = "" if then == PERIOD else f", for one reading, and back to {then}"
        advice = " Read the clock once in each call, and use that time for everything."
        when = f"During one call, the clock goes from {PERIOD - 1} to {PERIOD} after it has been read {reads} time"
        when += "" if reads == 1 else "s"
        if calls[len(OTHERS) + 1][1] < 2:  # then it is another mistake, which calls at these times may show
            _replay(trial, calls)
            when, advice = f"Around one call, which reads it once, the clock goes from {PERIOD - 1} to {PERIOD}", ""
        raise Broken(Failure("answer", f"{when}{back}. In the window from {PERIOD} on, {wrong}.{advice}"))


def _straddles(trial: KeyedTrial, during: list[int], calls: list[tuple[Call, int]]) -> str:
    """Say what is wrong when the clock gives these times during a call for ann, the last of them ever after."""
    times, read = [0], list[int]()

    def clock() -> int:
        read.append(times.pop(0) if len(times) > 1 else times[0])
        return read[-1]

    def granted(key: str) -> bool:
        read.clear()
        try:
            return trial.ask(limiter, key) is True
        finally:
            calls.append((Call("allow", read[-1] if read else times[0], 1, key), len(read)))

    limiter = trial.make(lambda: Window(1, PERIOD), clock)
    for key in ("ann", *OTHERS):
        granted(key)
    times[:] = during
    straddling = granted("ann")
    times[:] = times if len(times) == 1 else [PERIOD]  # the call may not have looked as often
    if straddling == granted("ann"):
        return f"ann's one unit is then {'granted twice' if straddling else 'never granted'}"
    if not all(granted(key) for key in OTHERS):
        return "another key's one unit is then refused, as if that time had not been read"
    return ""


def _replay(trial: KeyedTrial, calls: list[tuple[Call, int]]) -> None:
    """Make the calls again, each at one time. Raises `Broken` with the smallest timeline found, if one is wrong."""

    def again() -> None:
        trial.follow(timeline, fewest=False, most=False)

    if calls:
        timeline = Timeline(Quota(1, PERIOD), tuple(call for call, _ in calls), "FixedWindow")
        trial.holds(again, fewest=False, most=False)


def reads_clock_under_lock(trial: KeyedTrial) -> None:
    """The clock is read under the lock: a call that had to wait for the lock uses the time after the wait."""
    with seen():
        _wait_and_decide(trial, trial.load(anew=True))


def _wait_and_decide(trial: KeyedTrial, new: Callable[..., Any]) -> None:  # noqa: C901  a scene with two threads
    scene, inside = Scene(None), [False]  # whether A is in the middle of its take
    lines, read = Lines(trial.guard.path), [0]  # the line on which B reads the clock too early

    def hook() -> None:
        frame = sys._getframe(2)  # noqa: SLF001  the documented way to a caller
        if run.here() == 0 and frame.f_code.co_name == "take" and not inside[0]:
            lines.left_at, inside[0] = lines.line_of(frame), True
            run.point("take")

    def clock() -> int:
        if run.here() == 1 and not scene.now:
            read[0] = lines.line_of(sys._getframe())  # noqa: SLF001  as above
        return scene.now

    def later() -> None:
        """B waits, or has not waited: now the time goes on."""
        if run.waited:
            lines.say("B", "(waits for A)")
        lines.say("B", f"(now the clock says {PERIOD})")
        scene.now, lines.phase = PERIOD, 2

    def ask(name: str) -> None:
        if name == "B":
            lines.phase = 1
        lines.say(name, f"asks allow('ann') at {scene.now}")
        scene.allow(name, "ann")
        lines.say(name, told_as(scene.answers[name]))
        if name == "B" and not run.waited:
            later()

    run = Schedule(
        trial.guard.path,
        lambda thread, _: 1 if inside[0] and not thread and lines.phase < 1 else None,
        coverage=trial.guard.coverage,
    )
    run.on_wait = later
    run.note = lambda thread, frame: lines.note("AB"[thread], frame)
    scene.limiter = new(lambda: Window(1, PERIOD, hook), clock)
    scene.allow("before", "ann")  # window 0 is spent
    del scene.answers["before"]
    run.run([partial(ask, "A"), partial(ask, "B")])
    answers = scene.answers
    if answers != {"A": False, "B": True}:
        message = (
            f"The one unit of window [0, {PERIOD}) is spent. At 0, A is in the middle of its take when B asks for the "
            f"same key. The clock goes to {PERIOD}, where a unit is free, and A ends. B got "
            f"{answers.get('B', 'no answer')}, expected True: B must "
        )
        passes = lines.passes("B", 1)
        if run.waited:
            who, line, message = "B", read[0], f"{message}read the clock when it is its turn, under the lock."
        else:  # A holds no lock, or B does not wait for it
            who, line = ("B", passes) if passes else ("A", lines.left_at)
            message += f"wait until A is through with line {lines.left_at}."
        shown = trial.guard.show(line) if line else ""
        raise Broken(Failure("race", message, line=shown, steps=lines.steps(who, line)))
