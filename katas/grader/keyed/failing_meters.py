"""Law 4: what a meter, or the making of one, raises reaches the caller, whatever it is, and leaves no trace."""

from collections.abc import Callable
from typing import Any

from katas.grader.keyed.meters import Dial, Window
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Broken, Failure, brief
from ratelimit import Level


class MeterError(Exception):
    """What a meter raises that is out of order."""


class MeterKeyError(KeyError):
    """The same, as an error that a table of meters raises, too."""


class _Failing:
    """A window that raises its error for one cost."""

    def __init__(self, error: type[Exception]) -> None:
        self._error, self._window = error, Window(1, 1_000)

    def take(self, now: int, cost: int = 1) -> int:
        """Return what a window does; raise for a cost of 7."""
        if cost == 7:
            raise self._error("the meter is out of order")
        return self._window.take(now, cost)

    def level(self, now: int) -> Level:
        """Return what is left."""
        return self._window.level(now)


def errors_leave_no_trace(trial: KeyedTrial) -> None:
    """After an error of any kind, keys, units and the lock are as before."""
    for error in (MeterError, MeterKeyError):
        _of_a_meter(trial, error)
        _of_the_making(trial, error)


def _of_a_meter(trial: KeyedTrial, error: type[Exception]) -> None:
    limiter = trial.make(lambda: _Failing(error), Dial(5))
    story = f"A meter's take raises {error.__name__}"
    _raises(trial, story, lambda: limiter.allow("ann", 7), error)
    _holds(trial, f"{story} for a new key", limiter, 0)
    _answers(trial, story, limiter, "ann", wanted=True)
    _raises(trial, story, lambda: limiter.allow("ann", 7), error)
    _holds(trial, f"{story} for a key that is held", limiter, 1)
    _answers(trial, story, limiter, "ann", wanted=False)
    _answers(trial, story, limiter, "bob", wanted=True)


def _of_the_making(trial: KeyedTrial, error: type[Exception]) -> None:
    broken = [False]

    def new_meter() -> Window:
        if broken[0]:
            raise error("no meter can be made")
        return Window(1, 1_000)

    limiter = trial.make(new_meter, Dial(5))  # it may make some in advance
    story = f"new_meter raises {error.__name__}"
    _answers(trial, "Nothing raises", limiter, "ann", wanted=True)
    broken[0] = True
    try:
        trial.guard("allow()", limiter.allow, "bob")
    except error:
        _holds(trial, f"{story} for a new key", limiter, 1)
    except Exception as other:
        raise Broken(trial.crash("allow()", other)) from other
    broken[0] = False
    _answers(trial, f"{story} once", limiter, "cid", wanted=True)


def _raises(trial: KeyedTrial, story: str, call: Callable[[], Any], error: type[Exception]) -> None:
    try:
        answer = trial.guard("allow()", call)
    except error:
        return
    except Exception as other:
        raise Broken(trial.crash("allow()", other)) from other
    raise Broken(Failure("answer", f"{story}. It must reach the caller; allow() answers {brief(answer)}."))


def _holds(trial: KeyedTrial, story: str, limiter: Any, number: int) -> None:
    held = trial.length(limiter)
    if held != number:
        raise Broken(Failure("answer", f"{story}: after it, {held} keys are held instead of {number}."))


def _answers(trial: KeyedTrial, story: str, limiter: Any, key: str, *, wanted: bool) -> None:
    answer = trial.ask(limiter, key)
    if answer is not wanted:
        message = f"{story}, and then allow({key!r}) is asked, of meters for one unit. Expected: {wanted}. "
        raise Broken(Failure("answer", f"{message}Yours: {brief(answer)}."))
