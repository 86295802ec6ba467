"""What the contract and the known mistakes answer to timelines, computed when it is asked."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from katas.grader.kata import ROOT, Kata
from katas.grader.run.process import ALIKE
from katas.predict.answer import alike, plain
from katas.predict.question import Prediction
from katas.review.planted import Planted


class Known(NamedTuple):
    """Answers in words, call by call, for each timeline."""

    expected: list[list[str]]  # empty for a timeline that does not fit
    misfits: list[str]  # why it does not; "" if it does
    why: list[list[str]]  # the contract's arithmetic, a line for each call
    mistakes: list[tuple[Planted, list[list[str]]]]  # those that show: on a timeline of their own, or on one of these


class Missing(Exception):  # noqa: N818  it names what is missing
    """The exception for what nothing can be asked without: a server. It says how to get one."""


class Asking:
    """A process that is asking them. It takes some seconds, most of all where a mistake hangs."""

    def __init__(self, kata: Kata, timelines: Sequence[Prediction], mistakes: Sequence[Planted]) -> None:
        self._mistakes, self._ended = mistakes, False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  a pipe would make the process wait for its reader
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # a server's files
        order = {
            "kata": kata.name,
            "timelines": [(each.timeline, each.asks) for each in timelines],
            "mistakes": [(str(each.path), each.shows) for each in mistakes],
        }
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "katas.predict.child"],
            stdin=subprocess.PIPE,
            stdout=self._said,
            env={**os.environ, **ALIKE, "PYTHONPATH": str(ROOT), "TMPDIR": self.folder.name},
            start_new_session=True,  # ^C is for the learner's process
        )
        assert self.process.stdin is not None  # noqa: S101  it is a pipe
        with self.process.stdin as order_for_it:
            order_for_it.write(json.dumps(order).encode())

    def known(self) -> Known:
        """Wait for the answers. Of a process that has died, those that it had given. Raises `Missing`."""
        self.process.wait()
        self._end()  # a server of its own
        self._said.seek(0)
        right, *others = map(json.loads, self._said.read().splitlines())
        if "missing" in right:
            raise Missing(right["missing"])
        expected = list(map(_plain, right["expected"]))
        found = {words["path"]: list(map(_plain, words["answers"])) for words in others if words["answers"]}
        shown = {words["path"]: words["shown"] for words in others}
        mistakes = [
            (each, given)
            for each in self._mistakes
            if (given := found.get(path := str(each.path)))
            and (shown[path] if shown[path] is not None else not all(map(alike, expected, given)))
        ]
        return Known(expected, right["misfits"], right["why"], mistakes)

    def close(self) -> None:
        """End the process, whether it is done or not."""
        if not self._ended:
            self._end()
            self.process.wait()
        self._said.close()
        self.folder.cleanup()

    def _end(self) -> None:
        """End the process, and a server that it has started; once, as another may be given its number."""
        if self._ended:
            return
        self._ended = True
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()


@contextmanager
def asking(kata: Kata, timelines: Sequence[Prediction], mistakes: Sequence[Planted] = ()) -> Iterator[Asking]:
    """Ask inside the block."""
    process = Asking(kata, timelines, mistakes)
    try:
        yield process
    finally:
        process.close()


def _plain(answers: list[str]) -> list[str]:
    return [plain(words) for words in answers]
