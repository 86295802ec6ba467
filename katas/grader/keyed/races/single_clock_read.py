"""A limiter decides at one time, however often it reads its clock, and reads that time while it holds the lock."""

import sys
import threading
from collections.abc import Hashable

from katas.grader.keyed.meters import Window
from katas.grader.keyed.races.lines import Lines
from katas.grader.keyed.races.steps import told_as
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.threads import all_end, settle
from katas.grader.verdict import Broken, Failure

PERIOD = 10


def decides_at_one_time(trial: KeyedTrial) -> None:
    """When the time jumps into the next window between two looks at the clock, the call belongs to one of the windows.

    ann's one unit of window 0 is spent. The call that straddles the edge is refused in window 0, and then window 1
    still has a unit; or it is granted in window 1, and then that is spent.
    """
    for reads in range(1, 7):
        times = [0]

        def clock(times: list[int] = times) -> int:
            return times.pop(0) if len(times) > 1 else times[0]

        limiter = trial.make(lambda: Window(1, PERIOD), clock)
        trial.ask(limiter, "ann")
        times[:] = [PERIOD - 1] * reads + [PERIOD]
        straddling = trial.ask(limiter, "ann")
        times[:] = [PERIOD]
        if (straddling is True) == (trial.ask(limiter, "ann") is True):
            twice, times_ = "granted twice" if straddling is True else "never granted", "s" if reads > 1 else ""
            message = (
                f"During one call, the clock goes from {PERIOD - 1} to {PERIOD} after it has been read {reads} time"
                f"{times_}. In the window from {PERIOD} on, ann's one unit is then {twice}. Read the clock once in "
                "each call, and use that time for everything."
            )
            raise Broken(Failure("answer", message))


def reads_clock_under_lock(trial: KeyedTrial, rounds: int = 3) -> None:
    """The clock is read under the lock: a call that had to wait for the lock uses the time after the wait."""
    for _ in range(rounds):
        _wait_and_decide(trial)


def _wait_and_decide(trial: KeyedTrial) -> None:
    now, inside, go_on, holding = [0], threading.Event(), threading.Event(), threading.Event()
    lines, read = Lines(trial.guard.path), [0]  # the line on which B reads the clock too early

    def hook() -> None:
        if holding.is_set() and not inside.is_set() and threading.current_thread().name == "A":
            lines.left_at = lines.line_of(sys._getframe())  # noqa: SLF001  the documented way to a caller
            inside.set()
            go_on.wait()

    def clock() -> int:
        if threading.current_thread().name == "B" and not now[0]:
            read[0] = lines.line_of(sys._getframe())  # noqa: SLF001  as above
        return now[0]

    limiter = trial.make(lambda: Window(1, PERIOD, hook), clock)
    trial.ask(limiter, "ann")  # window 0 is spent
    answers: dict[str, object] = {}

    def run(name: str, key: Hashable) -> None:
        lines.say(name, "asks allow('ann')")
        with lines.following(name):
            answers[name] = limiter.allow(key)
        lines.say(name, told_as(answers[name]))

    holding.set()
    first = threading.Thread(target=run, args=("A", "ann"), name="A", daemon=True)
    second = threading.Thread(target=run, args=("B", "ann"), name="B", daemon=True)
    first.start()
    settle(first)  # in the middle of its take, at 0
    lines.phase = 1
    second.start()
    settle(second)  # it can't go on alone
    early, passes = answers.get("B"), lines.passes("B")
    lines.phase, now[0] = 2, PERIOD
    go_on.set()
    all_end([first, second], idle=3)
    if answers != {"A": False, "B": True}:
        message = (
            f"The one unit of window [0, {PERIOD}) is spent. At 0, A is in the middle of its take when B asks for the "
            f"same key. The clock goes to {PERIOD}, where a unit is free, and A ends. B got "
            f"{answers.get('B', 'no answer')}, expected True: B must "
        )
        if early is None:
            who, line, message = "B", read[0], f"{message}read the clock when it is its turn, under the lock."
        else:  # A holds no lock, or B does not wait for it
            who, line = ("B", passes) if passes else ("A", lines.left_at)
            message += f"wait until A is through with line {lines.left_at}."
        shown = trial.guard.show(line) if line else ""
        raise Broken(Failure("race", message, line=shown, steps=lines.steps(who, line)))
