"""Runs `pytest katas/...` as a learner does, and returns what it prints."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

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
