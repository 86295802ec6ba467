"""Grades the bank alone, beside six busy loops and on one processor, and says where the verdicts part.

`python -m tests.quality.load gcra` does it for one kata: about ten minutes. Level, kind of failure, length of the
timeline and names must be the same.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from katas.grader.kata import LADDER
from tests.quality.bank import Entry, every
from tests.quality.verdicts import Verdict, grading

LOOPS = 6


@contextmanager
def alone() -> Iterator[None]:
    """Let nothing else run."""
    yield


@contextmanager
def beside_busy_loops() -> Iterator[None]:
    """Let others use the processors all the time."""
    with ExitStack() as stack:
        for _ in range(LOOPS):
            loop = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            stack.callback(loop.kill)
        yield


@contextmanager
def on_one_processor() -> Iterator[None]:
    """Let all graded processes share one processor: they inherit it."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def verdicts(asked: list[Entry]) -> dict[str, Verdict]:
    """Grade them."""
    with grading(asked) as reports:
        return {entry.name: Verdict.of(reports[entry.name].result()) for entry in asked}


def main(katas: Sequence[str]) -> None:
    """Print where a verdict is not the one that the file gets alone. Exits with status 1 if there is one."""
    asked = [entry for entry in every("right", "wrong", "variants") if entry.kata in (katas or LADDER)]
    found = {}
    for condition in (alone, beside_busy_loops, on_one_processor):
        with condition():
            found[condition.__name__] = verdicts(asked)
    parted = 0
    for entry in asked:
        if len({repr(each[entry.name]) for each in found.values()}) > 1:
            parted += 1
            print(entry.name, *(f"  {name}: {each[entry.name]}" for name, each in found.items()), sep="\n")  # noqa: T201
    print(f"{len(asked)} files, {parted} of them judged otherwise under load")  # noqa: T201  a command
    sys.exit(parted > 0)


if __name__ == "__main__":
    main(sys.argv[1:])
