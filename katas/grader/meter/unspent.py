"""Finds a refusal that looks like a grant: a take that returned 0, which means granted, and changed nothing."""

import sys
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from types import FrameType
from typing import Any, NamedTuple

from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken

_PLAIN = (int, float, str, bytes, type(None), Fraction, Decimal)
_MOST = 13  # calls: in a long timeline the remark would be of one that is not shown
_DEEP = 8  # objects in each other


class Remark(NamedTuple):
    """What a card says of it, and the line that returned."""

    words: str = ""
    line: str = ""


def unspent(trial: Any, timeline: Timeline) -> Remark:
    """Return a remark on the first take of a timeline that returned 0 and left the meter as it was, if there is one."""
    if len(timeline.calls) > _MOST:
        return Remark()
    with suppress(Broken, Abort):
        trial.renew()
        meter, capacity = trial.make(timeline.quota), trial.specify(timeline.quota).capacity
        for number, call in enumerate(timeline.calls, 1):
            spends = call.name == "take" and 1 <= call.cost <= capacity
            before = _state(meter) if spends else None
            with _returns(trial.guard.path, call.name) as lines:
                yours = trial.ask(meter, call)
            if yours == 0 and lines and before is not None and _state(meter) == before:
                words = f"Call {number}, {call}, returned 0, which means granted, but left the meter as it was."
                return Remark(words, trial.guard.show(lines[-1]))
    return Remark()


@contextmanager
def _returns(path: str, name: str) -> Iterator[list[int]]:
    """Yield a list of the lines at which a method of this file returns inside the block."""
    lines: list[int] = []

    def inside(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "return":
            lines.append(frame.f_lineno)
        return inside

    def called(frame: FrameType, _event: str, _argument: object) -> Any:
        code = frame.f_code
        return inside if code.co_filename == path and code.co_name == name else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield lines
    finally:
        sys.settrace(before)


def _state(meter: Any) -> Hashable | None:
    """Return all that a meter, its class and its module may keep, to be compared; None where that can't be told."""
    kind = type(meter)
    module = kind.__module__
    shared = (*vars(kind).items(), *vars(sys.modules.get(module, kind)).items())
    mine, theirs = _held(meter, module), [_held(value, module) for name, value in shared if name != "__slotnames__"]
    return None if mine is None else (mine, *theirs)


class _Unknown(Exception):  # noqa: N818  nothing is wrong
    """A value may change in ways that can't be seen."""


def _held(value: Any, module: str) -> Hashable | None:
    try:
        return _of(value, module, _DEEP)
    except _Unknown:
        return None


def _of(value: Any, module: str, depth: int) -> Hashable:
    """Return what equals another value's if both hold the same. Raises `_Unknown`."""
    kind = type(value)
    if isinstance(value, _PLAIN):
        return kind, value
    if isinstance(value, dict):
        parts: Iterable[Any] = chain.from_iterable(dict.items(value))
    elif isinstance(value, (list, tuple, deque, set, frozenset)):
        parts = value
    elif kind.__module__ == module or kind.__module__.startswith("ratelimit"):
        parts = [object.__getstate__(value)]  # attributes and slots
    else:
        raise _Unknown
    found = tuple(_of(part, module, depth - 1) for part in parts) if depth else ()
    if not depth or parts == [None]:  # too deep; or it keeps nothing of its own
        raise _Unknown
    return kind, found
