"""Commands for learners, which can be pasted from where one stands."""

import os
import sys
from pathlib import Path
from shutil import which
from textwrap import wrap

from katas.grader.kata import ROOT


def command(kata: str, submission: str = "") -> str:
    """Return `pytest katas/KATA`, with `--solution` where another file than the kata's own is graded.

    Without a kata, it grades all of them.
    """
    folder = ROOT / "katas" / kata
    words = [*_pytest(), from_here(folder)]
    if submission and Path(submission).resolve() != folder / f"{kata}.py":
        words += ["--solution", submission]
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def install(extra: str) -> str:
    """Return what installs one of the extras for the Python that runs."""
    return f'{from_here(Path(sys.executable))} -m pip install -e "{from_here(ROOT)}[{extra}]"'


def typed(label: str, command: str, option: str, width: int) -> list[str]:
    """Show a command with an option so that it can be copied: long lines go on with a backslash, or inside quotes."""
    if len(f"{label} {command} {option}") <= width:
        return [f"{label} {command} {option}"]
    return [
        f"{label} {command} \\",
        *wrap(option, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False),
    ]


def from_here(path: Path) -> str:
    """Return the shorter way to write a path: from the current folder, or from the root."""
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except ValueError:  # on another drive
        return str(path)


def _pytest() -> list[str]:
    """Return `pytest` if that word starts the one which runs now, else where that is."""
    found, own = which("pytest"), Path(sys.executable).with_name("pytest.exe" if os.name == "nt" else "pytest")
    if found and Path(found).parent.resolve() == own.parent.resolve():
        return ["pytest"]
    return [from_here(own)] if own.exists() else [from_here(Path(sys.executable)), "-m", "pytest"]
