"""`len` returns a number, at whichever of its steps another thread brings a new key."""

import sys
import threading
from types import FrameType
from typing import Any

from katas.grader.keyed.meters import Dial, Window
from katas.grader.keyed.races.lines import Lines
from katas.grader.keyed.races.steps import told_as
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.threads import all_end, settle
from katas.grader.verdict import Broken, Failure, brief

MOST_STEPS = 120  # of `len`; one that counts three keys takes dozens


def counts_while_keys_come(trial: KeyedTrial) -> None:
    """At every bytecode step of `len`, another thread's whole `allow` comes between, or waits for the lock."""
    for step in range(1, MOST_STEPS):
        limiter = trial.make(lambda: Window(1, 10), Dial())
        for key in "abc":
            trial.ask(limiter, key)
        len(limiter)  # Python before 3.13 traces no steps of code that has never run
        trial.counts["interruptions"] += 1
        lines = Lines(trial.guard.path)
        reached, answer = _interrupted(limiter, step, lines)
        if answer not in (3, 4):
            message = (
                f"A counts three keys with len() while B brings a fourth. Expected: 3 or 4. A got {brief(answer)}."
            )
            line = trial.guard.show(lines.left_at) if lines.left_at else ""
            raise Broken(Failure("race", message, line=line, steps=lines.steps("A", lines.left_at)))
        if not reached:
            return


def _interrupted(limiter: Any, step: int, lines: Lines) -> tuple[bool, Any]:
    """Return whether `len` takes so many steps, and what it answers when `allow` comes between there."""
    steps, go = 0, threading.Event()

    def bring() -> None:
        go.wait()
        lines.say("B", "asks allow('d')")
        with lines.following("B"):
            told = limiter.allow("d")
        lines.say("B", told_as(told))

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "call":
            lines.begin(frame)
        if event == "opcode":
            lines.note("A", frame)
        steps += event == "opcode"
        if steps == step and not go.is_set():
            lines.phase, lines.left_at = 1, lines.line_of(frame)
            go.set()
            settle(other)  # it is done; or it waits for a lock that we hold, and goes on later
            lines.phase = 2
        return trace

    other = threading.Thread(target=bring, daemon=True)
    other.start()
    lines.say("A", "asks len()")
    sys.settrace(trace)
    try:
        answer: Any = len(limiter)
    except Exception as error:  # noqa: BLE001  whatever the submission raises
        answer = error
    finally:
        sys.settrace(None)
    reached = go.is_set()
    lines.say("A", told_as(answer))
    go.set()
    all_end([other], idle=3)
    return reached, answer
