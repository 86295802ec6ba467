"""Runs `pytest katas/...` as a learner does, and returns what it prints."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

ROOT = Path(__file__).parents[1]


class Shown(NamedTuple):
    """What a learner gets."""

    status: int
    text: str


def grade(kata: str, *options: str, cwd: Path = ROOT) -> Shown:
    """Type `pytest katas/KATA OPTIONS`."""
    target = str(ROOT / "katas" / kata) if cwd != ROOT else f"katas/{kata}"
    command = [sys.executable, "-m", "pytest", target, *options]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=90, check=False)
    return Shown(done.returncode, done.stdout + done.stderr)


def grade_alone(kata: str, *options: str, cwd: Path = ROOT, **variables: str) -> Shown:
    """Type it for a submission that does its worst: it must be done within 40 s, and leave no process behind."""
    mark = f"hostile-{uuid4().hex}"
    environment = {
        **os.environ,
        "MARK": mark,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they play no part in a card, and take as long as most of these
        "PYTHONUTF8": "1",
        "RATELIMIT_REDIS_URL": "",  # no server but the grader's own is to suffer
        **variables,
    }
    command = [sys.executable, "-P", "-m", "pytest", os.path.relpath(ROOT / "katas" / kata, cwd), *options]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=40, check=False)
    assert alive(mark) == []
    return Shown(done.returncode, (done.stdout + done.stderr).decode())


def alive(mark: str) -> list[Path]:
    """Return the processes that have this in their environment: what a command started, and what that did."""
    return [path for path in Path("/proc").glob("[0-9]*/environ") if mark in _read(path)]


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it is gone by now, or somebody else's
        return ""
