"""Runs the graded process, and turns what it reports, or how it ended, into a report."""

import contextlib
import json
import linecache
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, Protocol

from katas.grader.guard import IDLE_SHARE
from katas.grader.kata import ROOT, Kata
from katas.grader.processor_time import processor_time
from katas.grader.profile import Profile
from katas.grader.run.loading import file_of
from katas.grader.timeline import Timeline
from katas.grader.verdict import Diagnosis, Failure, Report, Result, Row

BUDGET = 60.0  # seconds of processor time for all calls of a submission; those of a right one take a few
PLAYED = 8.0  # the same, for only a few hundred calls
# The graded process shows ten times a second that it is alive. If it does not, and works or waits all the time, it is
# stuck where no signal arrives. If it gets no processor time, nothing is known, and it gets more time.
STUCK = 6.0
SILENT = 60.0
# Everybody gets the same draws, and nobody waits for what else is installed.
ALIKE = {"PYTHONHASHSEED": "0", "HYPOTHESIS_NO_PLUGINS": "1"}
_PLACE = r'File "(.+)", line (\d+)'  # in what Python writes down as it ends


class Order(NamedTuple):
    """What to do with one submission."""

    submission: str
    every: bool = False  # --all: run the levels after a failure too
    cases: int = Profile().cases
    seed: int = 0
    replay: str = ""
    play: str = ""  # a timeline: report all answers to it, right or wrong
    quiet: bool = True  # swallow what the submission prints
    budget: float = BUDGET


class Played(NamedTuple):
    """What a submission answered to a timeline's calls, one after the other; None where that is no number."""

    answers: list[int | None]
    stopped: str = ""  # why there are no more, in words


class Running(Protocol):
    """A graded process: a `subprocess.Popen`, or a fork of a process that is warm already."""

    @property
    def pid(self) -> int:
        """Its process id, and that of its group."""

    def wait(self, timeout: float | None = None) -> int:
        """Return its status. Raises `subprocess.TimeoutExpired`."""


Words = dict[str, Any]
Start = Callable[[Words, dict[str, str]], Running]  # an order, and the environment
Tell = Callable[[int], None]  # is told twice a second how many levels have been judged


class Ending(NamedTuple):
    """How a process ended, and what it left."""

    how: str  # "" if normally, else a status, a signal, or why it was ended
    said: list[dict[str, Any]]
    log: str  # where it stood, if Python could still write that down


def cold(words: Words, environment: dict[str, str]) -> Running:
    """Start a process that has imported nothing yet."""
    return subprocess.Popen(  # noqa: S603  this very interpreter
        [sys.executable, "-P", "-m", "katas.grader.run.child", json.dumps(words)],  # -P: not this folder's random.py
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def grade(kata: Kata, order: Order, start: Start = cold, tell: Tell = lambda _: None) -> Report:
    """Grade a submission in a process of its own."""
    began = perf_counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ending = _run(kata, order, Path(folder), start, tell)
    report = _report(kata, order, ending)
    report.seconds = perf_counter() - began
    return report


def play(kata: Kata, order: Order, timeline: Timeline) -> Played:
    """Put a timeline to a submission in a process of its own, and return what that answered until it failed."""
    order = order._replace(play=str(timeline), replay="", budget=min(order.budget, PLAYED))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ending = _run(kata, order, Path(folder), cold)
    answers = [words["played"] for words in ending.said if "played" in words]
    failures = [_heard(words["failure"]) for words in ending.said if "failure" in words]
    if not failures and not any("done" in words for words in ending.said):
        failures = [_silence(kata, order, ending)]
    return Played(answers[: len(timeline.calls)], failures[0].message if failures else "")


def _run(kata: Kata, order: Order, folder: Path, start: Start, tell: Tell = lambda _: None) -> Ending:
    """Let the process write into files: a pipe would stay open as long as anything that it has started."""
    verdict, crash_log = folder / "verdict", folder / "crash.log"
    verdict.touch()
    words = {**order._asdict(), "kata": kata.name, "verdict": str(verdict), "crash_log": str(crash_log)}
    paths = os.pathsep.join([str(ROOT), *_own_paths()])
    process = start(words, {**os.environ, **ALIKE, "PYTHONPATH": paths, "TMPDIR": str(folder)})
    try:
        how = _how(process, verdict, tell)
    finally:
        _kill(process)  # with all that it has started, also when ^C ends the wait
        process.wait()
    return Ending(how, list(_lines(_left(verdict))), _left(crash_log).decode(errors="replace"))


def _how(process: Running, verdict: Path, tell: Tell) -> str:
    """Wait for the process to end, or end it, and say how it ended."""
    alive, heard, worked = 0, perf_counter(), 0.0
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return _in_words(process.wait(0.5))
        tell(sum("result" in words for words in _lines(_left(verdict))))
        sign = verdict.stat().st_mtime_ns if verdict.exists() else 0
        if sign != alive:
            alive, heard, worked = sign, perf_counter(), processor_time(process.pid)
            continue
        silence, work = perf_counter() - heard, processor_time(process.pid) - worked
        stuck = silence > STUCK and not IDLE_SHARE * silence < work < STUCK
        if stuck or silence > SILENT:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):  # it may not even abort
                os.kill(process.pid, signal.SIGABRT)  # Python writes down where it stands
                process.wait(1)
            return "stuck" if stuck else "silent"


def _in_words(status: int) -> str:
    if status >= 0:
        return f"status {status}" if status else ""
    try:
        return signal.Signals(-status).name
    except ValueError:  # some have none
        return f"signal {-status}"


def _left(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _own_paths() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def _kill(process: Running) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(process.pid, signal.SIGTERM)  # on Windows, that ends it at once


def _lines(output: bytes) -> Iterable[dict[str, Any]]:
    for line in output.splitlines():
        with contextlib.suppress(ValueError):
            words = json.loads(line)
            if isinstance(words, dict):
                yield words


def _report(kata: Kata, order: Order, ending: Ending) -> Report:
    results = [Result(level.name, level.points, level.sentence) for level in kata.levels]
    report = Report(kata.name, order.submission, results)
    heard = 0
    failure: Failure | None = None
    for words in ending.said:
        if "result" in words and heard < len(results):
            found = words["result"]
            results[heard].verdict, results[heard].seconds = found["verdict"], found["seconds"]
            results[heard].failure = _heard(found["failure"]) if found["failure"] else None
            heard += 1
        elif "failure" in words:
            failure = _heard(words["failure"])
        elif "rows" in words:
            report.rows = tuple(Row(*row) for row in words["rows"])
        report.counts = words.get("counts", report.counts)
        report.costs = words.get("costs", report.costs)
        report.notes = words.get("notes", report.notes)
        report.unseen = words.get("unseen", report.unseen)
        report.prints = words.get("prints", report.prints)
        report.printed = words.get("printed", report.printed)
        if words.get("diagnosis"):
            names, text, shipped = words["diagnosis"]
            report.diagnosis = Diagnosis(tuple(names), text, shipped)
    report.complete = bool(ending.said) and "done" in ending.said[-1]
    if order.replay:
        report.replayed = failure or (None if report.complete else _silence(kata, order, ending))
    elif heard < len(results) or not (report.complete or report.first_failed):  # after a failure, all was said
        _blame(results, heard, failure or _silence(kata, order, ending))
    return report


def _heard(values: dict[str, Any]) -> Failure:
    """Read a failure, without the screens of text that a submission may have put into its message."""
    failure = Failure.load(values)
    message, line = ("".join(c if c.isprintable() else " " for c in text) for text in (failure.message, failure.line))
    return replace(failure, message=" ".join(re.findall(r"\S{1,78}", message)), line=line)


def _blame(results: list[Result], heard: int, failure: Failure) -> None:
    """Put a failure that ended the process on the level that was running; on the last if all had been heard."""
    at = min(heard, len(results) - 1)
    results[at].verdict, results[at].failure = "failed", failure
    for result in results[at + 1 :]:
        result.verdict = "locked"


def _silence(kata: Kata, order: Order, ending: Ending) -> Failure:
    """Say how a process ended that did not report it."""
    path = file_of(kata, order.submission)
    line, log = _last_line(ending.log, path), _own_lines(ending.log, path)
    if ending.how == "silent":
        message = f"Too slow to tell: in {SILENT:.0f} s the machine had next to no time for your code. Run it again."
        return Failure("hang", message, line=line, detail=log)
    if ending.how == "stuck" or ending.log.startswith("Timeout"):
        message = "A call did not return, and could not even be interrupted."
        return Failure("hang", message, line=line, detail=log)
    if ending.how.lower().startswith("sig"):
        message = f"The process that ran your code was killed by {ending.how}."
        return Failure("killed", message, line=line, detail=log)
    status = f" ({ending.how})" if ending.how else ""
    message = f"Your code ended the process that ran it{status}, before the verdict."
    return Failure("exit", message, line=line, detail=log)


def _last_line(log: str, path: Path) -> str:
    """Return the submission's innermost line in the log that Python wrote, in ASCII, as it ended."""
    lines = [int(line) for name, line in re.findall(_PLACE, log) if name == _in_ascii(path)]
    return f"{path}:{lines[0]}: {linecache.getline(str(path), lines[0]).strip()}" if lines else ""


def _own_lines(log: str, path: Path) -> str:
    """Leave out of the log what stands outside of the submission."""
    own = [line for line in log.splitlines() if (found := re.search(_PLACE, line)) and found[1] == _in_ascii(path)]
    return "\n".join(own)


def _in_ascii(path: Path) -> str:
    return str(path.resolve()).encode("ascii", "backslashreplace").decode()
