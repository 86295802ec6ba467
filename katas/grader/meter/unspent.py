"""Finds a refusal that looks like a grant: a take that returned 0, which means granted, and changed nothing."""

import ast
import sys
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from katas.grader.timeline import Timeline
from katas.grader.verdict import Abort, Broken

_PLAIN = (int, float, str, bytes, type(None), Fraction, Decimal)
_MOST = 13  # calls: in a long timeline the remark would be of one that is not shown
_DEEP = 8  # objects in each other


class Remark(NamedTuple):
    """What a card says of it, and the line that it is about."""

    words: str = ""
    line: str = ""


class _Run(NamedTuple):
    """Which lines of a file ran during a call, and at which ones the method that was called returned."""

    lines: set[int]
    returns: list[int]


def unspent(trial: Any, timeline: Timeline) -> Remark:
    """Return a remark on the first take of a timeline that returned 0 and left the meter as it was, if there is one."""
    if len(timeline.calls) > _MOST:
        return Remark()
    with suppress(Broken, Abort, OSError, SyntaxError):  # the last two: it is being saved again
        trial.renew()
        meter, capacity = trial.make(timeline.quota), trial.specify(timeline.quota).capacity
        for number, call in enumerate(timeline.calls, 1):
            spends = call.name == "take" and 1 <= call.cost <= capacity
            before = _state(meter) if spends else None
            with _followed(trial.guard.path, call.name) as run:
                yours = trial.ask(meter, call)
            if yours == 0 and run.returns and before is not None and _state(meter) == before:
                told, line = _told(ast.parse(Path(trial.guard.path).read_bytes()), run)
                words = f"Call {number}, {call}, returned 0, which means granted, {told}"
                return Remark(words, trial.guard.show(line))
    return Remark()


def _told(tree: ast.Module, run: _Run) -> tuple[str, int]:
    """Say what a call did that changed nothing, and in which line."""
    line = run.returns[-1]
    around = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and _spans(node, line)]  # innermost last
    take = [node for node in around if isinstance(node, ast.FunctionDef)][-1:]
    returns = [node for method in take for node in ast.walk(method) if isinstance(node, ast.Return)]
    grants = {node.lineno for node in returns if _is_0(node.value)}
    stored = max(_stores(tree) & run.lines, default=0)
    if stored and line in grants:
        return "and what it stored was there already.", stored
    of_a_refusal = grants and line not in grants and _is_worked_out(around[-1])
    return f"but left the meter as it was.{' This line refuses, with a wait of 0:' if of_a_refusal else ''}", line


def _spans(statement: ast.stmt, line: int) -> bool:
    return statement.lineno <= line <= (statement.end_lineno or 0)


def _is_0(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value == 0


def _is_worked_out(statement: ast.stmt) -> bool:
    """Whether a statement returns a number that it works out itself, of which no branch says 0."""
    if not isinstance(statement, ast.Return) or isinstance(statement.value, (ast.Name, ast.Attribute)):
        return False
    parts = [node for node in ast.walk(statement) if isinstance(node, ast.expr)]
    return not any(isinstance(part, ast.IfExp) or _is_0(part) for part in parts)


def _stores(tree: ast.AST) -> set[int]:
    """Return the lines that assign to an attribute, or to what one holds."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Attribute, ast.Subscript)) or isinstance(node.ctx, ast.Load):
            continue
        held: ast.expr = node
        while isinstance(held, ast.Subscript):
            held = held.value
        found |= {node.lineno} if isinstance(held, ast.Attribute) else set()
    return found


@contextmanager
def _followed(path: str, name: str) -> Iterator[_Run]:
    """Yield what runs in this file inside the block, and at which lines a method of this name returns."""
    run = _Run(set(), [])

    def inside(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            run.lines.add(frame.f_lineno)
        elif event == "return" and frame.f_code.co_name == name:
            run.returns.append(frame.f_lineno)
        return inside

    def called(frame: FrameType, _event: str, _argument: object) -> Any:
        return inside if frame.f_code.co_filename == path else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield run
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
