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
    """Type it for a hostile submission: it must end within 40 s, and leave no process behind."""
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
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=40, check=False)
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
