"""What every `pytest` in this tree begins with: an option, and whether what was typed can work.

`pytest katas` and `pytest benchmarks` may be loaded in one run: before pytest knows `--solution`, it takes `katas/...`
after it for a folder of tests. So the option is here, once.

This file is read by any Python and any pytest that somebody happens to have. So it imports nothing that may be missing.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
TESTS_NEED = ("matplotlib", "nbclient", "pytest_benchmark")  # what else they need comes with these
_WITH_VALUE = ("--solution", "--replay", "--plot", "--seed")  # ours: pytest takes their values for paths, this early


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the option that names a learner's solution. Raises `UsageError` with one line if there is nothing to run."""
    group = parser.getgroup("katas", "grading of katas")
    try:
        group.addoption(
            "--solution",
            metavar="PATH|MODULE:CLASS",
            help="grade this instead of the kata's own file; or measure it too",
        )
    except ValueError:  # a solution that is typed as `--solution FILE` is in another clone, whose conftest.py this is
        return
    config = pluginmanager.get_plugin("pytestconfig")
    if config is None:  # pytest older than 5
        raise pytest.UsageError(f"The grader needs pytest 9. {_what_to_type([])}")
    args = list(config.invocation_params.args)
    values = {value for option, value in pairwise(args) if option in _WITH_VALUE}
    targets = [text for text in config.known_args_namespace.file_or_dir if text not in values]
    complaint = _without_file(args) or _misspelt(targets) or _missing(targets, args)
    if complaint:
        raise pytest.UsageError(complaint)
    if "--watch" in args:
        _begin_to_watch(pluginmanager)


def _without_file(args: list[str]) -> str:
    """Return what is missing after `--plot`: argparse would show all of pytest's usage."""
    missing = any(option == "--plot" and value[:1] in ("", "-") for option, value in pairwise([*args, ""]))
    return "--plot needs a file to draw into, such as --plot card.png" if missing else ""


def _begin_to_watch(plugins: pytest.PytestPluginManager) -> None:
    """Say that something happens, as the imports take seconds; and let ^C end them without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    capture = plugins.get_plugin("capturemanager")
    if capture is not None:
        capture.suspend_global_capture()
    if sys.stdout.isatty():
        print("Starting ...", flush=True)  # noqa: T201  pytest reports nothing yet
    if capture is not None:
        capture.resume_global_capture()


def _misspelt(targets: list[str]) -> str:
    """Return a question if a target is no kata, but like one."""
    katas = ROOT / "katas"
    names = sorted(path.parent.name for path in katas.glob("*/test_*.py"))
    for text in targets:
        path = _place(text)
        if path.exists():
            continue
        inside = katas in path.parents
        name = next((part for part in path.relative_to(katas).parts if part != "katas"), "") if inside else path.name
        like = get_close_matches(name.lower().replace("-", "_"), names, n=1)
        if inside and name == path.relative_to(katas).parts[0] in names:
            continue  # the kata is there, and pytest says that the file is not
        if inside and name not in names:
            guess = f"Did you mean {like[0]}?" if like else f"There are {', '.join(names)}."
            return f"There is no kata {name}. {guess}"
        if like:
            return f"There is no {text}. Did you mean {_from_here(katas / like[0])}?"
    return ""


def _missing(targets: list[str], args: list[str]) -> str:
    """Return what to type if this Python lacks what the targets need."""
    places = [_place(text) for text in targets] or [Path.cwd()]
    katas = any(place == ROOT / "katas" or ROOT / "katas" in place.parents for place in places)
    tests = any(place in (ROOT, ROOT / "tests") or ROOT / "tests" in place.parents for place in places)
    if not katas and not tests:
        return ""  # benchmarks say themselves what they need
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts another one reads this
        return f"The grader needs Python 3.11, this is {sys.version.split()[0]}. {_what_to_type(args)}"
    if int(pytest.__version__.partition(".")[0]) < 9:
        return f"The grader needs pytest 9, this is {pytest.__version__}. {_what_to_type(args)}"
    needed, found = _hypothesis()
    if found != needed:
        return f"The grader needs hypothesis {needed}, this Python has {found or 'none'}. {_what_to_type(args)}"
    whole = any(place in (ROOT, ROOT / "tests") for place in places)
    if whole and not all(map(find_spec, TESTS_NEED)):
        return "The tests need more than the katas do. Type: make test (to grade a kata: pytest katas/token_bucket)"
    return ""


def _hypothesis() -> tuple[str, str]:
    """Return the version by which everybody gets the same draws, and the one that is installed."""
    pinned = re.search(r'"hypothesis==([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    try:
        return pinned[1] if pinned else "", version("hypothesis")
    except PackageNotFoundError:
        return pinned[1] if pinned else "", ""


def _what_to_type(args: list[str]) -> str:
    """Return the command that does what was asked for."""
    windows = os.name == "nt"
    own = ROOT / ".venv" / ("Scripts/pytest.exe" if windows else "bin/pytest")
    if own.exists() and Path(sys.prefix).resolve() != ROOT / ".venv":
        return f"Type: {_from_here(own)} {shlex.join(args)}".rstrip()
    if windows or sys.prefix != sys.base_prefix:
        return f'Type: {_from_here(Path(sys.executable))} -m pip install -e "{_from_here(ROOT)}[kata]"'
    return "Type: make kata" if Path.cwd() == ROOT else f"Type: make -C {_from_here(ROOT)} kata"


def _place(text: str) -> Path:
    return Path(os.path.abspath(text.partition("::")[0]))  # noqa: PTH100  resolve() would follow links


def _from_here(path: Path) -> str:
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except ValueError:  # on another drive
        return str(path)
