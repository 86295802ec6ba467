"""Two clients of one bucket: before each command that one sends, the other makes its whole take.

The real connection is held back, so nothing depends on luck: every place is tried in turn. A client that waits for a
lock which the other holds can't finish; then the other goes on, and the first one finishes later.
"""

import linecache
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from katas.grader.guard import real_sleep
from katas.grader.redis.inputs import TODAY
from katas.grader.redis.servers.monitor import shown
from katas.grader.redis.trial import SLOW, Bucket, RedisTrial
from katas.grader.verdict import Abort, Broken, Failure, brief
from ratelimit import Quota

MOST = 40  # places for the other's take; one script has one
OFTEN = 12  # times in a row
SPINS = 30  # commands sent in vain: a client that sends so many waits for a lock
SECONDS = 3.0  # or waits so long; on a busy machine a take is slow
NO_END = 20.0  # s, for a take that has nothing to wait for any more


@dataclass(frozen=True)
class Scene:
    """A bucket with so many tokens, what both ask for, and how many of them are granted."""

    story: str
    tokens: int
    cost: int
    grants: int
    spent: int = 0  # before


SCENES = (
    Scene("A and B ask at once for the one token of a new key", 1, 1, 1),
    Scene("A and B ask at once for the last token of a key", 3, 1, 1, spent=2),
    Scene("Of three tokens, A and B ask at once for two each", 3, 2, 1),
    Scene("A and B ask at once for one each of two tokens", 2, 1, 2),
)


class Other:
    """A thread that makes B's call when it is told to, and keeps the answer."""

    patience = SECONDS  # for the next one; little, after one had to wait

    def __init__(self, call: Callable[[], Any], sent: Callable[[], int]) -> None:
        self.answer: Any = "no answer"
        self.call, self.sent = call, sent
        self.go, self.done = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        self.go.wait()
        try:
            self.answer = self.call()
        except BaseException as error:  # noqa: BLE001  whatever the submission raises
            self.answer = error
        self.done.set()

    def comes_between(self) -> None:
        """Let it call; return when it is done, or waits."""
        self.go.set()
        for _ in range(100):
            if self.done.wait(Other.patience / 100) or self.sent() > SPINS:
                return
        Other.patience = SECONDS / 10

    def ends(self) -> None:
        """Wait for it. Raises `Abort` if it does not end."""
        self.go.set()
        if not self.done.wait(NO_END):
            raise Abort(Failure("hang", "B's take does not end after A's has. Does A keep a lock for ever?"))


def interleaved(trial: RedisTrial) -> None:
    """Try every place, with a script that the server knows, and with one that it does not know yet."""
    Other.patience = SECONDS
    with real_sleep():
        for scene in SCENES:
            for known in (True, False) if not scene.spent else (True,):
                for place in range(1, MOST):
                    if not _between(trial, scene, place, known=known):
                        break
        _again_and_again(trial)


def _pair(trial: RedisTrial, quota: Quota, *, known: bool) -> tuple[Bucket, Bucket]:
    """Return A's and B's bucket of one new key. If the script is not known, neither was their class before."""
    if known:
        for who in "AB":
            trial.take(trial.make(quota, key="bob", who=who))
    else:
        trial.server.forget_scripts()
    new, prefix = trial.new if known else trial.load(anew=True), trial.server.prefix()
    first, second = (trial.make(quota, prefix, who=who, new=new) for who in "AB")
    return first, second


def _between(trial: RedisTrial, scene: Scene, place: int, *, known: bool) -> bool:
    """Let B make its take before A's sending number `place`. Return whether A sends so often."""
    trial.counts["interruptions"] += 1
    first, second = _pair(trial, Quota(scene.tokens, SLOW.period * scene.tokens), known=known)
    for _ in range(scene.spent):
        trial.take(first)
    first.wire.clear()
    second.wire.clear()
    other = Other(lambda: second.take(TODAY, scene.cost), lambda: len(second.wire.sent))
    sending = returning = 0  # A's lines: where it is when B comes between, and the last return

    def hold(number: int) -> None:
        nonlocal sending
        if number == place:
            sending = _outermost(trial, sys._getframe())  # noqa: SLF001  the documented way to a caller
            other.comes_between()

    def note(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal returning
        if frame.f_code.co_filename != trial.guard.path:
            return None
        if event == "line" and linecache.getline(trial.guard.path, frame.f_lineno).lstrip().startswith("return"):
            returning = frame.f_lineno
        return note

    first.wire.before = hold
    sys.settrace(note)
    try:
        yours = trial.outcome(first, scene.cost)
    finally:
        sys.settrace(None)
    reached = other.go.is_set()
    sent = first.wire.commands
    first.wire.clear()
    other.ends()
    if not reached:
        return False
    answers = {"A": yours, "B": trial.unless_stuck(other.answer)}
    wrong = _wrong(scene, answers)
    if not wrong and trial.take(first, scene.cost) == 0:
        wrong = "And then the same cost is granted once more."
    if wrong:
        got = ", ".join(f"{name} got {_in_words(answer)}" for name, answer in answers.items())
        where = f"before A's command {place}" if place > 1 else "before A's first command"
        message = (
            f"{scene.story}; B's whole take comes {where}. Expected: {_granted(scene.grants)}, and nothing raises. "
            f"{got}. {wrong}"
        )
        told = [("A", sent[: place - 1]), ("B", second.wire.commands), ("A", sent[place - 1 :])]
        seen = tuple(f"  {name}  {shown(command)}" for name, commands in told for command in commands)
        raised = [answer for answer in answers.values() if isinstance(answer, BaseException)]
        refused = sum(answer == 0 for answer in answers.values()) < scene.grants and yours != 0
        line = (
            trial.guard.line_of_error(raised[0])
            if raised
            else trial.guard.show(returning if refused and returning else sending)
        )
        raise Broken(Failure("race", message.strip(), line=line, commands=seen))
    return True


def _outermost(trial: RedisTrial, frame: FrameType | None) -> int:
    """Return the line of `take` that leads to a frame: what it calls, others may call, too."""
    line = 0
    while frame is not None:
        if frame.f_code.co_filename == trial.guard.path:
            line = frame.f_lineno
        frame = frame.f_back
    return line


def _again_and_again(trial: RedisTrial) -> None:
    """Let B make a take before each of A's sendings, a dozen times, while there are tokens for all."""
    first, second = _pair(trial, Quota(100, SLOW.period * 100), known=True)
    first.wire.clear()
    others = [Other(lambda: second.take(TODAY), lambda: 0) for _ in range(OFTEN)]
    first.wire.before = lambda number: others[number - 1].comes_between() if number <= OFTEN else None
    yours = trial.outcome(first)
    first.wire.clear()
    for other in others:
        other.ends()
    if type(yours) is not int or yours != 0:
        message = (
            f"There are tokens for all; B's takes come between A's commands, {OFTEN} times. Expected: A is granted."
        )
        raise Broken(Failure("race", f"{message} A got {_in_words(yours)}.", line=trial.guard.line_of_error(yours)))


def _wrong(scene: Scene, answers: dict[str, Any]) -> str:
    if any(type(answer) is not int for answer in answers.values()):
        return "Neither call may raise."
    granted = sum(answer == 0 for answer in answers.values())
    return "" if granted == scene.grants else f"{_granted(granted).capitalize()}."


def _granted(number: int) -> str:
    return ("none is granted", "exactly one is granted", "both are granted")[number]


def _in_words(answer: Any) -> str:
    if isinstance(answer, BaseException):
        return type(answer).__name__
    return "its tokens" if answer == 0 else "a refusal" if type(answer) is int else brief(answer)
