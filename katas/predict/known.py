"""What the contract and the known mistakes answer to timelines, computed when it is asked."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from katas.grader.kata import ROOT, Kata
from katas.predict.answer import plain
from katas.review.planted import Planted


class Known(NamedTuple):
    """Answers in words, call by call, for each timeline."""

    expected: list[list[str]]  # empty for a timeline that does not fit
    misfits: list[str]  # why it does not; "" if it does
    why: list[list[str]]  # the contract's arithmetic, a line for each call
    mistakes: list[tuple[Planted, list[list[str]]]]  # those of which a timeline is known that shows them


class Asking:
    """A process that is asking them. It takes some seconds, most of all where a mistake hangs."""

    def __init__(self, kata: Kata, timelines: Sequence[str], mistakes: Sequence[Planted]) -> None:
        self._mistakes = mistakes
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  a pipe would make the process wait for its reader
        order = {
            "kata": kata.name,
            "timelines": list(timelines),
            "mistakes": [(str(each.path), each.shows) for each in mistakes],
        }
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "katas.predict.child"],
            stdin=subprocess.PIPE,
            stdout=self._said,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
            start_new_session=True,  # ^C is for the learner's process
        )
        assert self._process.stdin is not None  # noqa: S101  it is a pipe
        with self._process.stdin as order_for_it:
            order_for_it.write(json.dumps(order).encode())

    def known(self) -> Known:
        """Wait for the answers. Of a process that has died, those that it had given."""
        self._process.wait()
        self._said.seek(0)
        right, *others = map(json.loads, self._said.read().splitlines())
        found = {words["path"]: words["answers"] for words in others if words["shown"]}
        mistakes = [
            (each, [_plain(answers) for answers in found[str(each.path)]])
            for each in self._mistakes
            if str(each.path) in found
        ]
        return Known(list(map(_plain, right["expected"])), right["misfits"], right["why"], mistakes)

    def close(self) -> None:
        """End the process, whether it is done or not."""
        self._process.kill()
        self._process.wait()
        self._said.close()


@contextmanager
def asking(kata: Kata, timelines: Sequence[str], mistakes: Sequence[Planted] = ()) -> Iterator[Asking]:
    """Ask inside the block."""
    process = Asking(kata, timelines, mistakes)
    try:
        yield process
    finally:
        process.close()


def _plain(answers: list[str]) -> list[str]:
    return [plain(words) for words in answers]
