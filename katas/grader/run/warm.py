"""A process that has imported the grader, and forks for each order: a verdict without half a second of imports.

`python -m katas.grader.run.warm` reads orders from standard input, a JSON line each, one at a time, and answers with
two lines: the number of the process that grades, and how that ended. A fork is as separate as a new process.
"""

import gc
import importlib
import json
import os
import select
import subprocess
import sys
import tempfile
from typing import IO, Any, NoReturn, cast

from katas.grader.kata import LADDER, ROOT
from katas.grader.run.process import ALIKE, Running, Words


class Fork:
    """One graded process, as `subprocess.Popen` shows its own."""

    def __init__(self, said: IO[bytes]) -> None:
        self._said = said  # what the process that forked says of it
        self._status: int | None = None
        self.pid = int(self._line())

    def wait(self, timeout: float | None = None) -> int:
        """Return its status. Raises `subprocess.TimeoutExpired`."""
        if self._status is None:
            if not select.select([self._said], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a fork", timeout or 0.0)
            self._status = int(self._line())
        return self._status

    def _line(self) -> bytes:
        line = self._said.readline()
        if not line:
            raise RuntimeError("the process that forks for each order has ended")
        return line


class Warm:
    """Starts graded processes, one at a time."""

    def __init__(self) -> None:
        environment = {**os.environ, **ALIKE, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-P", "-m", "katas.grader.run.warm"]
        self._server = subprocess.Popen(  # noqa: S603  this very interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )
        self._orders, self._said = cast("IO[bytes]", self._server.stdin), cast("IO[bytes]", self._server.stdout)

    def __call__(self, words: Words, environment: dict[str, str]) -> Running:
        """Start one; the one before has ended."""
        order = json.dumps({"words": words, "environment": environment, "home": os.getcwd()})  # noqa: PTH109  a text
        self._orders.write(order.encode() + b"\n")
        return Fork(self._said)

    def close(self) -> None:
        """End the process that forks."""
        self._orders.close()
        self._server.wait()
        self._said.close()


def main() -> None:
    """Fork for each order, until there are no more."""
    child = importlib.import_module("katas.grader.run.child")
    for name in LADDER:
        importlib.import_module(f"katas.{name}.test_{name}")
    gc.collect()
    for line in sys.stdin.buffer:
        pid = os.fork()
        if pid == 0:
            _grade(child, json.loads(line))
        print(pid, flush=True)  # noqa: T201  the answer
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201  the answer


def _grade(child: Any, order: dict[str, Any]) -> NoReturn:
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(order["home"])
    os.environ.clear()
    os.environ.update(order["environment"])
    tempfile.tempdir = None
    child.main(order["words"])
    raise AssertionError("it leaves by itself")


if __name__ == "__main__":
    main()
