"""Runs `pytest katas/...` as a learner does, and returns what it prints; or a level alone, in this process."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from katas.grader.guard import Guard
from katas.grader.kata import Kata, load_kata
from katas.grader.profile import Profile
from katas.grader.run.grading import failure_of
from katas.grader.run.loading import load
from katas.grader.verdict import Report, Result

ROOT = Path(__file__).parents[1]
Change = tuple[str, str]  # what stands in the solution, and what shall stand there
NO_END = 600  # seconds: what takes so long does not end, however busy the machine is


class Shown(NamedTuple):
    """What a learner gets."""

    status: int
    text: str


def too_long(card: str, width: int = 80) -> list[str]:
    """Return the lines that are longer than a card is wide; a path, and a command with paths in it, is in one piece."""
    in_one_piece = re.compile(r"(Replay|Why|In full|Hint \d of \d|Next): .*pytest |Stuck\? | +\S+:\d+:$")
    return [line for line in card.splitlines() if len(line) > width and not in_one_piece.match(line)]


def grade(kata: str, *options: str, cwd: Path = ROOT) -> Shown:
    """Type `pytest katas/KATA OPTIONS`."""
    target = str(ROOT / "katas" / kata) if cwd != ROOT else f"katas/{kata}"
    command = [sys.executable, "-m", "pytest", target, *options]
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=NO_END, check=False
    )
    return Shown(done.returncode, done.stdout + done.stderr)


def trial_of(kata: str, path: Path, cases: int = Profile().cases) -> Any:
    """Put a file on trial in this process."""
    guard = Guard(lambda _failure: None)
    return load_kata(kata).trial(partial(load, load_kata(kata), str(path), guard), guard, Profile(cases))


def failure_of_changed(kata: Kata, parse: Callable[[str], Any], folder: Path, law: Any, *changes: Change) -> Any:
    """Return why a level, or what is written of one trial, finds a changed solution wrong; None if it doesn't."""
    source = kata.solution.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in source
        source = source.replace(before, after)
    path = folder / f"{kata.name}.py"
    path.write_text(source, encoding="utf-8")
    law = law if callable(law) else partial(_follow, parse(law))
    return failure_of(law, trial_of(kata.name, path, cases=20))


def _follow(written: Any, trial: Any) -> None:
    trial.follow(written)


def report_of_level(kata: str, path: Path, name: str) -> Report:
    """Report on one level alone, in this process and in no time."""
    level = next(level for level in load_kata(kata).levels if level.name == name)
    failure = failure_of(level.law, trial_of(kata, path))
    verdict = "failed" if failure else "passed"
    return Report(kata, str(path), [Result(name, level.points, level.sentence, verdict, failure)])


def grade_alone(kata: str, *options: str, cwd: Path = ROOT, **variables: str) -> Shown:
    """Type it for a hostile submission: it must end, and leave no process behind."""
    mark = f"hostile-{uuid4().hex}"
    environment = {
        **os.environ,
        "MARK": mark,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they don't change a card, and loading them takes long
        "PYTHONUTF8": "1",
        "RATELIMIT_REDIS_URL": "",  # only the grader's own server may suffer
        **variables,
    }
    command = [sys.executable, "-P", "-m", "pytest", os.path.relpath(ROOT / "katas" / kata, cwd), *options]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=NO_END, check=False)
    assert alive(mark) == []
    return Shown(done.returncode, (done.stdout + done.stderr).decode())


def alive(mark: str) -> list[Path]:
    """Return the processes that have this in their environment: what a command started, and what those started."""
    return [path for path in Path("/proc").glob("[0-9]*/environ") if mark in _read(path)]


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it has ended, or belongs to somebody else
        return ""
