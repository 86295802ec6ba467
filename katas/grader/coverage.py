"""Which parts of a submission ran while it was graded: what never ran was never judged.

A part is a statement of a function, or what runs only sometimes inside one: a side of `a if b else c`, what follows an
`and` or an `or`. Python tells of each bytecode instruction that it executes, and where in the file that stands.
Functions that were never called are left out: what would have called them is a part that never ran, or nothing is.
"""

import ast
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

from katas.grader.constants import codes_of


class Part(NamedTuple):
    """A part of a file: lines from 1, columns from 0 in bytes, as Python counts them."""

    line: int
    column: int
    last_line: int
    last_column: int

    def holds(self, line: int, last_line: int, column: int, last_column: int) -> bool:
        """Whether this stretch of the file is inside the part."""
        starts = (self.line, self.column) <= (line, column)
        return starts and (last_line, last_column) <= (self.last_line, self.last_column)


class _Left(NamedTuple):
    """What has not run yet of one function."""

    code: CodeType  # it stays, so its id does
    parts: dict[int, list[Part]]  # by the offset of an instruction
    lines: set[int]


class Coverage:
    """What has not run yet of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.on = True
        self.unseen: set[Part] = set()
        self._prints: set[Part] = set()
        self._parts: dict[tuple[Any, ...], dict[int, list[Part]]] = {}  # of a function: by offset of the instruction
        self._left: dict[int, _Left] = {}  # by the id of a code object
        with suppress(OSError, SyntaxError, ValueError):
            tree = ast.parse(Path(path).read_bytes())
            self._prints = {_part(node) for node in ast.walk(tree) if _is_print(node)}
            self._find(list(_parts_of(tree)))

    def _find(self, parts: list[Part]) -> None:
        for code in codes_of(self.path):
            found = {}
            for number, (line, last_line, column, last_column) in enumerate(code.co_positions()):
                if line is None or last_line is None or column is None or last_column is None:
                    continue
                holding = [part for part in parts if part.holds(line, last_line, column, last_column)]
                if holding:
                    found[2 * number] = holding
                    self.unseen.update(holding if code.co_name != "<module>" else ())
            self._parts[_key(code)] = found

    def start(self) -> None:
        """Watch from now on, where Python tells of each instruction once: from 3.12 on."""
        if sys.version_info >= (3, 12):
            _monitor(self)

    def trace(self, frame: FrameType, event: str, _argument: object) -> Any:
        """Watch a function's frame, as `sys.settrace` has it; not at all if everything in it has run."""
        if event != "call" or frame.f_globals.get("__file__") != self.path:
            return None
        code = frame.f_code  # once, and only here: Python audits each look at it
        if code.co_filename != self.path or not self._of(code).parts:
            return None

        def executes(frame: FrameType, event: str, _argument: object) -> Any:
            """Look at each line, and at each instruction of those lines of which a part has not run."""
            left = self._left[id(code)]
            if event == "line":
                frame.f_trace_opcodes = frame.f_lineno in left.lines
            if frame.f_lasti in left.parts:
                self.ran(code, frame.f_lasti)
            return executes

        return executes

    def ran(self, code: CodeType, offset: int) -> None:
        """Note that an instruction was executed."""
        left = self._of(code)
        if offset in left.parts:
            self.unseen.difference_update(left.parts[offset])
            self._left[id(code)] = self._rest(code, left.parts)

    def _of(self, code: CodeType) -> "_Left":
        """Return what has not run yet of a function."""
        found = self._left.get(id(code))
        if found is None:
            parts = self._parts.get(_key(code), {})
            found = self._left[id(code)] = self._rest(code, parts)
        return found

    def _rest(self, code: CodeType, parts: dict[int, list[Part]]) -> "_Left":
        rest = {at: some for at, some in parts.items() if not self.unseen.isdisjoint(some)}
        lines = {line for start, end, line in code.co_lines() if line and any(start <= at < end for at in rest)}
        return _Left(code, rest, lines)

    def _unseen_where_called(self) -> set[Part]:
        """Return what did not run of functions of which something did."""
        functions = [set().union(*parts.values()) for parts in self._parts.values() if parts]
        return set().union(*(parts & self.unseen for parts in functions if parts - self.unseen))

    def printed(self) -> list[int]:
        """Return the lines of functions that have printed."""
        found = {part for parts in self._parts.values() for some in parts.values() for part in some}
        return sorted({part.line for part in (found & self._prints) - self.unseen})

    def never_ran(self) -> list[str]:
        """Return "line 41, `self.meters.clear()`" for each part that did not run; no part of such a part."""
        lines = Path(self.path).read_text(encoding="utf-8", errors="replace").splitlines()
        shown: list[str] = []
        last: Part | None = None
        for part in sorted(
            self._unseen_where_called(), key=lambda each: (each.line, each.column, -each.last_line, -each.last_column)
        ):
            if last and last.holds(part.line, part.last_line, part.column, part.last_column):
                continue
            last = part
            text = lines[part.line - 1].encode()[part.column :]
            text = text[: part.last_column - part.column] if part.line == part.last_line else text
            shown.append(f"line {part.line}, `{text.decode(errors='replace').strip()}`")
        return shown


def _is_print(node: ast.AST) -> bool:
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"


def _key(code: CodeType) -> tuple[Any, ...]:
    """Return what tells a function from others, and not from itself when the file is loaded again."""
    return code.co_qualname, code.co_firstlineno, tuple(code.co_positions())


def _parts_of(tree: ast.Module) -> Iterator[Part]:
    """Yield the parts of all functions of a file."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in ast.walk(ast.Module(node.body, [])):
                yield from map(_part, _sometimes(inner))
        elif isinstance(node, ast.Lambda):
            yield _part(node.body)


def _sometimes(node: ast.AST) -> list[Any]:
    """Return what may or may not run when the code around it does."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values[1:]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [node.elt]
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return [node] if isinstance(node, ast.stmt) and not docstring else []


def _part(node: Any) -> Part:
    return Part(node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


def _monitor(coverage: Coverage) -> None:
    monitoring: Any = vars(sys)["monitoring"]
    tool, events = monitoring.COVERAGE_ID, monitoring.events

    def waits() -> bool:
        """Whether steps are counted just now: what one tool disables, Python no longer tells the other one."""
        return not coverage.on or monitoring.get_tool(monitoring.PROFILER_ID) is not None

    def starts(code: CodeType, _offset: int) -> Any:
        if waits():
            return None
        if code.co_filename == coverage.path:
            monitoring.set_local_events(tool, code, events.INSTRUCTION)
        return monitoring.DISABLE

    def executes(code: CodeType, offset: int) -> Any:
        if waits():
            return None
        coverage.ran(code, offset)
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "katas.grader.coverage")
    monitoring.register_callback(tool, events.PY_START, starts)
    monitoring.register_callback(tool, events.INSTRUCTION, executes)
    monitoring.set_events(tool, events.PY_START)
