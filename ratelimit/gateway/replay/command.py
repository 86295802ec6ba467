"""`python -m ratelimit.gateway replay policy.yaml access.log`."""

import argparse
import gzip
import os
import sys
import zlib
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

from ratelimit.gateway.counters import Counters
from ratelimit.gateway.policies import Policies
from ratelimit.gateway.reading import files_in, read_books
from ratelimit.gateway.replay.dry_run import DryRun
from ratelimit.gateway.replay.json_log import NAMES
from ratelimit.gateway.replay.log import Log
from ratelimit.gateway.replay.report import report
from ratelimit.gateway.scope import is_header
from ratelimit.gateway.trusted import add_trusted


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says, and return the status to exit with."""
    parser = argparse.ArgumentParser(
        "python -m ratelimit.gateway replay", description="Tell whom policies would have refused, by an access log."
    )
    parser.add_argument("policies", type=Path, metavar="POLICY.YAML", help="a file of policies, or a folder of them")
    parser.add_argument(
        "log",
        metavar="ACCESS.LOG",
        help="Common or Combined Log Format, Envoy's, JSON lines, or the log of --access-log; also as .gz; - is stdin",
    )
    parser.add_argument("--domain", help="whose policies, if there are several files")
    add_trusted(parser, "your proxies")
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        type=_field,
        metavar="NAME=FIELD",
        help=f"what a field of JSON lines is: {', '.join(NAMES)} or header:NAME, as consumer=labels.user",
    )
    parser.add_argument(
        "--keys", type=_number, default=10, metavar="N", help="how many to tell for each policy (%(default)s)"
    )
    parser.add_argument("--plot", type=Path, metavar="FILE.PNG", help="draw what passes and what is refused over time")
    chosen = parser.parse_args(arguments)
    over_time = None if chosen.plot is None else _over_time(parser, chosen.plot)
    try:
        domain, policies = _policies(chosen.policies, chosen.domain)
        dry_run = DryRun(policies, domain)
        with _lines(chosen.log) as lines:
            log = Log(lines, chosen.trusted, dict(chosen.field))
            dry_run.ask_all(log)
        print(report(dry_run, log, chosen.keys), flush=True)
        if over_time is not None:
            title = f"{Path(chosen.log).name}, by {chosen.policies.name}"
            over_time(dry_run.course.spans(), dry_run.course.width, title).save(chosen.plot)
            print(f"picture: {chosen.plot}")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        print(f"{chosen.log}: must be a whole file of gzip, as it ends with .gz: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads it has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else there is a message at the end
        return 1
    except OSError as error:
        print(f"{error.filename or chosen.log}: {error.strerror or error}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if log.bad and not log.good else 0


def _policies(path: Path, domain: str | None) -> tuple[str, Policies]:
    """Return the policies of a domain, or the only ones. Raises `ValueError`."""
    books = read_books(files_in([path]), Counters().prepare)
    names = ", ".join(sorted(each or "''" for each in books))
    if domain is None and len(books) > 1:
        raise ValueError(f"--domain must be one of {names}")
    if domain and set(books) == {None}:
        raise ValueError(f"--domain must be left out, as {path} has none, got {domain!r}")
    name = next(iter(books)) if domain is None else domain or None
    if name not in books:
        raise ValueError(f"--domain must be one of {names}, got {domain!r}")
    book = books[name]
    if not isinstance(book, Policies):
        raise ValueError(f"{path}: must have policies, got Envoy's descriptors, which no access log tells")  # noqa: TRY004  a wrong file
    return name or "", book


def _lines(path: str) -> Any:
    """Open a log. What is no UTF-8 in it becomes text that is."""
    if path.endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8", errors="backslashreplace", newline="\n")
    if path == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
        return nullcontext(sys.stdin)
    return Path(path).open(encoding="utf-8", errors="backslashreplace", newline="\n")


def _field(text: str) -> tuple[str, str]:
    name, _, field = text.partition("=")
    if not field or not (name in NAMES or is_header(name)):
        allowed = ", ".join(NAMES)
        raise argparse.ArgumentTypeError(f"must be one of {allowed}, header:NAME, then = and a field, got {text!r}")
    return name, field


def _number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 0, got {text!r}")
    return int(text)


def _over_time(parser: argparse.ArgumentParser, path: Path) -> Any:
    """Return what draws, before a long log is read."""
    if path.suffix != ".png":
        parser.error(f"--plot: a picture is a .png file, got {path}")
    if not path.parent.is_dir():
        parser.error(f"--plot: there is no folder {path.parent}")
    try:
        return import_module("pictures.over_time").over_time
    except ImportError:
        parser.error(
            '--plot draws with matplotlib and the pictures of a clone: pip install -e ".[gateway,notebooks]" there'
        )
