"""Runs the graded process, and turns what it says, or that it fell silent, into a report."""

import contextlib
import json
import linecache
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from katas.grader.kata import ROOT, Kata
from katas.grader.profile import Profile
from katas.grader.run.loading import file_of
from katas.grader.timeline import Timeline
from katas.grader.verdict import Diagnosis, Failure, Report, Result, Row

PATIENCE = 25.0  # seconds without a word, of a level passed; a whole pass takes a few
PLAYED = 10.0  # the same, where nothing but a few hundred calls is to be made


class Order(NamedTuple):
    """What to do with one submission."""

    submission: str
    every: bool = False  # --all: run the levels after a failure too
    cases: int = Profile().cases
    seed: int = 0
    replay: str = ""
    play: str = ""  # a timeline: tell all answers to it, right or wrong
    quiet: bool = True  # swallow what the submission prints
    patience: float = PATIENCE


class Played(NamedTuple):
    """What a submission answered to a timeline's calls, one after the other; None where that is no number."""

    answers: list[int | None]
    stopped: str = ""  # why there are no more, in words


class Ending(NamedTuple):
    """How a process came to its end, and what it left."""

    how: str  # "" if by itself, else a number, a signal, or too late
    said: list[dict[str, Any]]
    log: str  # where it stood, if Python could still write that down


def grade(kata: Kata, order: Order) -> Report:
    """Grade a submission in a process of its own."""
    start = perf_counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ending = _run(kata, order, Path(folder))
    report = _report(kata, order, ending)
    report.seconds = perf_counter() - start
    return report


def play(kata: Kata, order: Order, timeline: Timeline) -> Played:
    """Put a timeline to a submission in a process of its own, and return what that answered until it failed."""
    order = order._replace(play=str(timeline), replay="", patience=min(order.patience, PLAYED))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ending = _run(kata, order, Path(folder))
    answers = [words["played"] for words in ending.said if "played" in words]
    failures = [_heard(words["failure"]) for words in ending.said if "failure" in words]
    if not failures and not any("done" in words for words in ending.said):
        failures = [_silence(kata, order, ending)]
    return Played(answers[: len(timeline.calls)], failures[0].message if failures else "")


def _run(kata: Kata, order: Order, folder: Path) -> Ending:
    """Let the process speak into files: a pipe stays open as long as anything that it has started."""
    verdict, crash_log = folder / "verdict", folder / "crash.log"
    words = {**order._asdict(), "kata": kata.name, "verdict": str(verdict), "crash_log": str(crash_log)}
    paths = os.pathsep.join([str(ROOT), *_own_paths()])
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": paths, "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603  this very interpreter
        # -P: not with this folder's random.py
        [sys.executable, "-P", "-m", "katas.grader.run.child", json.dumps(words)],
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        how = _how(_wait(process, verdict, order.patience))
    except subprocess.TimeoutExpired:
        how = "deadline"
        with contextlib.suppress(ValueError, subprocess.TimeoutExpired):  # not on Windows; or it does not even abort
            process.send_signal(signal.SIGABRT)  # Python writes down where it stands
            process.wait(1)
    finally:
        _kill(process)  # with all that it may have started, also when ^C ends the wait
        process.wait()
    return Ending(how, list(_lines(_left(verdict))), _left(crash_log).decode(errors="replace"))


def _wait(process: "subprocess.Popen[bytes]", verdict: Path, patience: float) -> int:
    """Return the process's status. Raises `TimeoutExpired` once it has said nothing for so many seconds."""
    size, heard = 0, perf_counter()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(0.5)
        if (grown := verdict.stat().st_size if verdict.exists() else 0) > size:
            size, heard = grown, perf_counter()
        if perf_counter() - heard > patience:
            raise subprocess.TimeoutExpired(process.args, patience)


def _how(status: int) -> str:
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


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


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
        report.prints = words.get("prints", report.prints)
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
    """Take a failure as it was sent, but for what a submission may have put into its words: whole screens."""
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
    """Say how a process ended that did not say so itself."""
    line = _last_line(file_of(kata, order.submission), ending.log)
    if ending.how == "deadline":
        message = f"A level did not end within {order.patience:.0f} s: is the machine busy, or are your calls slow?"
        return Failure("hang", message, line=line, detail=ending.log)
    if ending.log.startswith("Timeout"):
        message = "A call did not return, and could not even be interrupted."
        return Failure("hang", message, line=line, detail=ending.log)
    if ending.how.lower().startswith("sig"):
        message = f"The process that ran your code was killed by {ending.how}."
        return Failure("killed", message, line=line, detail=ending.log)
    status = f" ({ending.how})" if ending.how else ""
    message = f"Your code ended the process that ran it{status}, before the verdict."
    return Failure("exit", message, line=line, detail=ending.log)


def _last_line(path: Path, log: str) -> str:
    """Return the submission's innermost line of those that Python wrote down, in ASCII, as it ended."""
    own = str(path.resolve()).encode("ascii", "backslashreplace").decode()
    lines = [int(line) for name, line in re.findall(r'File "(.+)", line (\d+)', log) if name == own]
    return f"{path}:{lines[0]}: {linecache.getline(str(path), lines[0]).strip()}" if lines else ""
