"""`len` returns a number, at whichever of its steps another thread brings a new key."""

import sys
import threading
from types import FrameType
from typing import Any

from katas.grader.keyed.meters import Dial, Window
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
        reached, answer = _interrupted(limiter, step)
        if answer not in (3, 4):
            message = (
                f"A counts three keys with len() while B brings a fourth. Expected: 3 or 4. A got {brief(answer)}."
            )
            raise Broken(Failure("race", message))
        if not reached:
            return


def _interrupted(limiter: Any, step: int) -> tuple[bool, Any]:
    """Return whether `len` takes so many steps, and what it answers when `allow` comes between there."""
    steps, go = 0, threading.Event()

    def bring() -> None:
        go.wait()
        limiter.allow("d")

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        if steps == step and not go.is_set():
            go.set()
            settle(other)  # it is done; or it waits for a lock that we hold, and goes on later
        return trace

    other = threading.Thread(target=bring, daemon=True)
    other.start()
    sys.settrace(trace)
    try:
        answer: Any = len(limiter)
    except Exception as error:  # noqa: BLE001  whatever the submission raises
        answer = error
    finally:
        sys.settrace(None)
    reached = go.is_set()
    go.set()
    all_end([other], idle=3)
    return reached, answer
