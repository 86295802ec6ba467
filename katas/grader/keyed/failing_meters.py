"""Law 4: what a meter, the making of one, or the clock raises reaches the caller and leaves no trace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import Any

from katas.grader.keyed.deadlock import told
from katas.grader.keyed.meters import Dial, Window
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.verdict import Abort, Broken, Failure, brief
from katas.grader.wait_for_threads import all_end
from ratelimit import Level

SOON, LONG = 0.02, 2.0  # seconds: a call in another thread has returned, and one that sleeps so long never will


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
        for story in (_of_a_meter, _of_the_making, _of_the_clock):
            told(trial, partial(story, trial, error))


def drop_nobody_twice(trial: KeyedTrial) -> None:
    """After an error at a later time, nobody has units by both times."""
    for before in (("ann",), ("ann", "bob")):
        told(trial, partial(_of_a_later_time, trial, MeterError, before))


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
    answer = _answer(trial, lambda: limiter.allow("bob"), error)
    if answer is error:
        _holds(trial, f"{story} for a new key", limiter, 1)
    elif answer is not True:  # as a meter that was made in advance says
        raise Broken(Failure("answer", f"{story}. It must reach the caller; allow() answers {brief(answer)}."))
    broken[0] = False
    _answers(trial, f"{story} once", limiter, "cid", wanted=True)


def _of_the_clock(trial: KeyedTrial, error: type[Exception]) -> None:
    broken = [False]

    def clock() -> int:
        if broken[0]:
            raise error("the clock has stopped")
        return 5

    limiter = trial.make(lambda: Window(1, 1_000), clock)
    story = f"The clock raises {error.__name__}"
    broken[0] = True
    _raises(trial, story, lambda: limiter.allow("ann"), error)
    _holds(trial, f"{story} for a new key", limiter, 0)
    broken[0] = False
    _answers(trial, story, limiter, "ann", wanted=True)
    broken[0] = True
    _raises(trial, story, lambda: limiter.allow("ann"), error)
    _raises(trial, story, lambda: limiter.allow("bob"), error)
    _holds(trial, f"{story} for a key that is held, and for a new one", limiter, 1)
    broken[0] = False
    _answers(trial, story, limiter, "ann", wanted=False)
    _answers(trial, story, limiter, "bob", wanted=True)


def _of_a_later_time(trial: KeyedTrial, error: type[Exception], before: tuple[str, ...]) -> None:
    """An error comes at a time at which ann is fresh; then the clock goes back to one at which she is not.

    If the error has moved the limiter's clock, her next unit is granted at once, else later; but not two.
    """
    dial = Dial(5)
    limiter = trial.make(lambda: _Failing(error), dial)
    for key in before:
        _answers(trial, "Nothing raises", limiter, key, wanted=True)
    dial.now = 5_000
    story = f"{' and '.join(before)} spent at 5 of one unit in 1,000. At 5,000 allow('bob', 7) raises {error.__name__}"
    _raises(trial, story, lambda: limiter.allow("bob", 7), error)
    answers = []
    for dial.now in (6, 1_005):
        with _after(story):
            answers.append(trial.ask(limiter, "ann"))
    if answers not in ([False, True], [True, False]):
        shown = ", ".join(map(brief, answers))
        message = f"{story}. Set back to 6, and later at 1,005, allow('ann') answers {shown}. "
        raise Broken(Failure("answer", f"{message}Expected: False, True; or True, False if 5,000 counts."))


def _raises(trial: KeyedTrial, story: str, call: Callable[[], Any], error: type[Exception]) -> None:
    answer = _answer(trial, call, error)
    if answer is not error:
        raise Broken(Failure("answer", f"{story}. It must reach the caller; allow() answers {brief(answer)}."))


def _answer(trial: KeyedTrial, call: Callable[[], Any], error: type[Exception]) -> Any:
    """Return what a call answers, or this error, if it raises that."""
    trial.asked = "allow()"
    try:
        return trial.guard("allow()", call)
    except error:
        return error
    except Exception as other:
        raise Broken(trial.crash("allow()", other)) from other


def _holds(trial: KeyedTrial, story: str, limiter: Any, number: int) -> None:
    with _after(story):
        held = trial.length(limiter)
    if held != number:
        raise Broken(Failure("answer", f"{story}: after it, {held} keys are held instead of {number}."))


@contextmanager
def _after(story: str) -> Iterator[None]:
    """Say what came before a call that does not end: a lock is held."""
    try:
        yield
    except Abort as stop:
        stop.failure = replace(stop.failure, message=f"{story}. After it, {stop.failure.message}")
        raise


def _answers(trial: KeyedTrial, story: str, limiter: Any, key: str, *, wanted: bool) -> None:
    trial.asked = f"allow({key!r})"
    with _after(story):
        answer = trial.ask(limiter, key)
    if answer is not wanted:
        message = f"{story}, and then allow({key!r}) is asked, of meters for one unit. Expected: {wanted}. "
        raise Broken(Failure("answer", f"{message}Yours: {brief(answer)}."))
    _lets_others_in(story, limiter, key)


def _lets_others_in(story: str, limiter: Any, key: str) -> None:
    """Ask in another thread: a lock that may be taken again keeps out none but others."""

    def ask() -> None:
        with suppress(Exception, Abort):
            limiter.allow(key)

    other = Thread(target=ask, daemon=True)
    other.start()
    other.join(SOON)
    if not all_end([other], idle=LONG):
        message = f"{story}. After it, allow({key!r}) in another thread waits for ever: a lock stays held."
        raise Abort(Failure("hang", message))
