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


class _Instruction(NamedTuple):
    """Where it stands, and the parts that have run when it has."""

    line: int
    parts: list[Part]


class _Left(NamedTuple):
    """What has not run yet of one function."""

    code: CodeType  # it stays, so its id does
    instructions: dict[int, _Instruction]  # by offset
    lines: set[int]


class Coverage:
    """What has not run yet of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.on = True
        self.unseen: set[Part] = set()
        self._prints: set[Part] = set()
        self._functions: dict[tuple[Any, ...], dict[int, _Instruction]] = {}  # what is in them, by offset
        self._lines: dict[tuple[Any, ...], set[int]] = {}  # of the same functions: all of them
        self._left: dict[int, _Left] = {}  # by the id of a code object
        self._lines_left: set[int] = set()  # those of all functions of which something has not run
        with suppress(OSError, SyntaxError, ValueError):
            tree = ast.parse(Path(path).read_bytes())
            self._prints = {_part(node) for node in ast.walk(tree) if _is_print(node)}
            self._find(list(_parts_of(tree)))

    def _find(self, parts: list[Part]) -> None:
        for code in codes_of(self.path):
            found: dict[int, _Instruction] = {}
            for number, (line, last_line, column, last_column) in enumerate(code.co_positions()):
                if line is None or last_line is None or column is None or last_column is None:
                    continue
                holding = [part for part in parts if part.holds(line, last_line, column, last_column)]
                if holding:
                    found[2 * number] = _Instruction(line, holding)
                    self.unseen.update(holding if code.co_name != "<module>" else ())
            self._functions[_key(code)] = found
            self._lines[_key(code)] = {code.co_firstlineno, *(line for _, _, line in code.co_lines() if line)}
        self._look_where_something_is_left()

    def start(self) -> None:
        """Watch from now on, where Python tells of each instruction once: from 3.12 on."""
        if sys.version_info >= (3, 12):
            _monitor(self)

    def trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        """Watch a function's frame, as `sys.settrace` has it; not at all if everything in it has run."""
        if frame.f_lineno not in self._lines_left or frame.f_globals.get("__file__") != self.path:
            return None
        code = frame.f_code  # once, and only here: Python audits each look at it
        if code.co_filename != self.path or not self._of(code).instructions:
            return None

        def executes(frame: FrameType, event: str, _argument: object) -> Any:
            """Look at each line, and at each instruction of those lines of which a part has not run."""
            left = self._left[id(code)]
            if event == "line":
                frame.f_trace_opcodes = frame.f_lineno in left.lines
            if frame.f_lasti in left.instructions:
                self.ran(code, frame.f_lasti)
            return executes

        return executes

    def ran(self, code: CodeType, offset: int) -> None:
        """Note that an instruction was executed."""
        left = self._of(code).instructions
        if offset in left:
            self.unseen.difference_update(left[offset].parts)
            self._left[id(code)] = self._rest(code, left)
            if not self._left[id(code)].instructions:
                self._look_where_something_is_left()

    def _of(self, code: CodeType) -> "_Left":
        """Return what has not run yet of a function."""
        found = self._left.get(id(code))
        if found is None:
            found = self._left[id(code)] = self._rest(code, self._functions.get(_key(code), {}))
        return found

    def _rest(self, code: CodeType, instructions: dict[int, _Instruction]) -> "_Left":
        rest = {at: each for at, each in instructions.items() if not self.unseen.isdisjoint(each.parts)}
        return _Left(code, rest, {each.line for each in rest.values()})

    def _look_where_something_is_left(self) -> None:
        left = [
            key
            for key, instructions in self._functions.items()
            if any(not self.unseen.isdisjoint(each.parts) for each in instructions.values())
        ]
        self._lines_left = set().union(*(self._lines[key] for key in left))

    def _unseen_where_called(self) -> set[Part]:
        """Return what did not run of functions of which something did."""
        functions = [_parts_in(instructions) for instructions in self._functions.values() if instructions]
        return set().union(*(parts & self.unseen for parts in functions if parts - self.unseen))

    def printed(self) -> list[int]:
        """Return the lines of functions that have printed."""
        found = set().union(*map(_parts_in, self._functions.values()))
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


def _parts_in(instructions: dict[int, _Instruction]) -> set[Part]:
    return {part for each in instructions.values() for part in each.parts}


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
