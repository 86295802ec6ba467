"""The process that asks limiters: one order in JSON from standard input, a line of JSON for each of them.

It plays the timelines on the reference first, then on each mistake. What hangs is left out.
"""

import json
import os
import sys
from contextlib import suppress
from functools import partial
from tempfile import TemporaryFile
from typing import Any, TextIO

from katas.grader.guard import Guard, leave
from katas.grader.kata import Kata, load_kata
from katas.grader.profile import Profile
from katas.grader.run.loading import load
from katas.grader.verdict import Abort, Broken
from katas.predict.played import answers, expected, is_shown, misfit


def main(order: dict[str, Any]) -> None:
    """Answer an order."""
    voice = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a limiter prints is not heard
    os.dup2(1, 2)
    guard = Guard(lambda _failure: leave(1), most_cpu=float("inf"))
    kata = load_kata(order["kata"])
    timelines = [(kata.parse(text), tuple(asks)) for text, asks in order["timelines"]]
    with TemporaryFile("w") as log:
        guard.start(log)
        try:
            _say(voice, _right(kata, guard, timelines))
        except Broken as broken:  # of a reference, only what it runs on can be missing
            _say(voice, {"missing": broken.failure.message})
            leave(1)
        for path, shows in order["mistakes"]:
            _say(voice, _mistake(kata, guard, timelines, path, shows))
        leave(0)


def _say(voice: TextIO, words: dict[str, Any]) -> None:
    voice.write(json.dumps(words) + "\n")
    voice.flush()


def _right(kata: Kata, guard: Guard, timelines: list[tuple[Any, tuple[str, ...]]]) -> dict[str, Any]:
    trial = _trial(kata, guard, str(kata.solution))
    misfits = [misfit(trial, timeline) for timeline, _ in timelines]
    found = [([], []) if words else expected(trial, *each) for words, each in zip(misfits, timelines, strict=True)]
    return {"expected": [right for right, _ in found], "misfits": misfits, "why": [why for _, why in found]}


def _mistake(
    kata: Kata, guard: Guard, timelines: list[tuple[Any, tuple[str, ...]]], path: str, shows: str
) -> dict[str, Any]:
    with suppress(Abort, Broken, OSError):
        trial = _trial(kata, guard, path)
        given = [[] if misfit(trial, each) else answers(trial, each, asks) for each, asks in timelines]
        return {"path": path, "answers": given, "shown": _is_shown(kata, trial, shows)}
    return {"path": path, "answers": None, "shown": False}


def _is_shown(kata: Kata, trial: Any, shows: str) -> bool | None:
    """Whether a mistake shows in an answer to its own timeline; None if it has none."""
    try:
        timeline = kata.parse(shows)
    except ValueError:
        return None
    return is_shown(trial, timeline)


def _trial(kata: Kata, guard: Guard, path: str) -> Any:
    return kata.trial(partial(load, kata, path, guard), guard, Profile())


if __name__ == "__main__":
    main(json.load(sys.stdin))
