"""The words in a submission that a request may have: where its behaviour may change, and so what is to be tried."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from katas.grader.constants import codes_of

MOST = 12  # of a kind; there are rarely more than five
_PATH = re.compile(r"/[\w./-]*")
_METHOD = re.compile(r"[A-Z]{3,12}")
_HEADER = re.compile(r"[a-z][a-z\d]*(-[a-z\d]+)*")
_VALUE = re.compile(r"[!-~][ -~]{0,40}")
_OURS = ("x-forwarded-for",)  # of which every request has its own


class Words(NamedTuple):
    """What a file names."""

    paths: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()  # names
    values: tuple[str, ...] = ()  # that a header may have

    @classmethod
    def of(cls, path: str) -> "Words":
        """Return those of a file. Names of headers are bytes there, or have a hyphen."""
        texts, lines = set[str](), set[str]()
        with suppress(OSError, SyntaxError, ValueError):
            for code in codes_of(path):
                texts |= set(_constants(code.co_consts, str))
                lines |= {line.decode("latin-1") for line in _constants(code.co_consts, bytes)}
        names = lines | {text for text in texts if "-" in text}
        headers = [name for name in _all(names, _HEADER) if name not in _OURS]
        return cls(_all(texts, _PATH), _all(texts, _METHOD), tuple(headers), _all(lines, _VALUE))


def _all(words: set[str], form: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if form.fullmatch(word))[:MOST])


def _constants(constants: Iterable[Any], kind: type) -> Iterator[Any]:
    """Yield a function's constants of a type, also those in tuples and sets."""
    for constant in constants:
        if isinstance(constant, kind):
            yield constant
        elif isinstance(constant, (tuple, frozenset)):
            yield from _constants(constant, kind)
