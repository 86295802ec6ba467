"""Files of policies, and of Envoy's rate limit service."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from ratelimit.gateway.descriptors import Descriptors
from ratelimit.gateway.envoy_file import read_descriptors
from ratelimit.gateway.located import Located, MistakeError
from ratelimit.gateway.policies import Policies
from ratelimit.gateway.policy_file import read_policies
from ratelimit.gateway.rule import Rule

Book: TypeAlias = Policies | Descriptors
Books: TypeAlias = dict[str | None, Book]
"""By domain; None is for all others."""


def read_books(paths: Iterable[Path], prepare: Callable[[Rule], None]) -> Books:
    """Return what files say, by domain. Raises `MistakeError` with all that is wrong in any of them.

    prepare: raises `ValueError` for a rule whose limits can't be counted.
    """
    books: Books = {}
    owners: dict[str | None, Path] = {}
    mistakes: list[str] = []
    for path in paths:
        if path.is_dir():
            mistakes.append(f"{path}: must have .yaml or .yml files, got a folder without any")
            continue
        try:
            file = Located(path)
            is_envoys = isinstance(file.value, dict) and "descriptors" in file.value
            domain, book = read_descriptors(file) if is_envoys else read_policies(file, prepare)
            if domain in books:
                told = f"must be that of one file, got {domain!r} as in" if domain else "must be there, got none as in"
                mistakes.append(file.mistake(("domain",), f"{told} {owners[domain]}"))
            books[domain], owners[domain] = book, path
        except MistakeError as error:
            mistakes += error.mistakes
        except OSError as error:
            mistakes.append(f"{path}: {error.strerror}")
        except UnicodeError as error:
            mistakes.append(f"{path}: must be UTF-8: {error}")
    if mistakes:
        raise MistakeError(mistakes)
    return books


def domains_in(books: Books) -> str:
    """Return the domains, for people."""
    return ", ".join([*sorted(domain for domain in books if domain), *["all others"] * (None in books)])


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files, and for a folder the `.yaml` and `.yml` files in it; the folder itself if there are none.

    Hidden ones don't count: editors have such beside a file that is written.
    """
    found: list[Path] = []
    for path in paths:
        inside = [*path.glob("*.yaml"), *path.glob("*.yml")]
        found += sorted([each for each in inside if not each.name.startswith(".")]) or [path]
    return found
