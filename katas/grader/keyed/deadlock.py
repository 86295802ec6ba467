"""Tells of a call that never returns which lock it waits for, and who took that.

Python's own locks don't say who holds them. So what hung is done once more, with locks that can be seen.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

from katas.grader.guard import Guard
from katas.grader.keyed.races import locks
from katas.grader.verdict import Abort, Broken, Failure

if TYPE_CHECKING:
    from katas.grader.keyed.trial import KeyedTrial

T = TypeVar("T")


class _Taken(locks.Turns):
    """Notes where each lock is taken; and stops a call that would wait for ever."""

    def __init__(self, trial: "KeyedTrial") -> None:
        self.trial, self.guard = trial, trial.guard
        self.places: dict[int, tuple[int, str, int]] = {}  # by the lock's id: number and words of the call, and line

    def took(self, lock: locks.Lock) -> None:
        """Note who took it, and where."""
        own = _direct(self.guard, sys._getframe(1))  # noqa: SLF001  the documented way to a caller
        self.places[id(lock)] = (self.guard.calls, self.trial.asked, own[0] if own else 0)

    def wait(self, lock: locks.Lock, *, timed: bool) -> bool:
        """Say who holds it. A time-out comes at once."""
        if timed:
            return False
        here = sys._getframe(1)  # noqa: SLF001  as above
        number, taker, taken = self.places.get(id(lock), (0, "", 0))
        waiting = _direct(self.guard, here)
        if not taken or not waiting:  # a condition, an event: what it waits for is no lock of the file
            raise Abort(Failure("hang"))
        called = f", called from line {waiting[1]}," if len(waiting) > 1 else ""
        by = "the same call" if number == self.guard.calls else taker or "an earlier call"
        kept = "" if number == self.guard.calls else " and never released"
        message = (
            f"{self.trial.asked} never returns, a deadlock: line {waiting[0]}{called} waits for the "
            f"lock that {by} took in line {taken}{kept}."
        )
        raise Abort(Failure("hang", message, line=self.guard.line_of(here), detail=self.guard.stack_of(here)))


def told(trial: "KeyedTrial", play: Callable[[], T]) -> T:
    """Return `play()`. If a call in it waits for a lock for ever, the `Abort` that is raised says whose lock it is."""
    try:
        return play()
    except Abort as stop:
        if stop.failure.kind == "hang":
            raise Abort(_seen(trial, play) or stop.failure) from None
        raise


def _seen(trial: "KeyedTrial", play: Callable[[], object]) -> Failure | None:
    """Do it once more with locks that can be seen; None if no call waits for one."""
    before = trial.new
    locks.turns.append(_Taken(trial))
    try:
        with locks.seen():
            trial.new = trial.load(anew=True)
            play()
    except Abort as stop:
        return stop.failure if "a deadlock: " in stop.failure.message else None
    except Broken:
        return None
    finally:
        locks.turns.pop()
        trial.new = before
    return None


def _direct(guard: Guard, frame: FrameType | None) -> list[int]:
    """Return the lines of the submission's functions from the innermost on, if one of them uses the lock itself."""
    while frame is not None and frame.f_code.co_filename == locks.__file__:
        frame = frame.f_back
    return guard.lines_at(frame) if frame is not None and frame.f_code.co_filename == guard.path else []
