"""The lines of a submission in the order in which two threads ran them, from what was noted of each instruction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from katas.grader.keyed.races.conflict import Fault
from katas.grader.keyed.races.recorder import Moment
from katas.grader.keyed.races.source import has_one_lock, text_of, withs
from katas.grader.verdict import Step

# Instructions that only fetch what the next ones use, and such as end a line. When the other thread comes between
# these and the rest of a line, nothing has happened yet, or nothing is left to be done.
_FETCHES = ("LOAD_", "PUSH_NULL", "PRECALL", "COPY", "SWAP", "RESUME", "NOP", "EXTENDED_ARG", "CACHE", "KW_NAMES")
_ENDS = ("RETURN_", "POP_", "STORE_FAST", "NOP", "JUMP_", "SWAP", "COPY", "END_")
_CALLED = ("RESUME", "COPY_FREE_VARS", "MAKE_CELL", "RETURN_GENERATOR", "POP_TOP")  # of a line with "def"
_LEAVES = ("RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE")
_ENTERS = ("BEFORE_WITH", "LOAD_SPECIAL")


@dataclass
class _Row:
    """A thread on a line."""

    thread: int
    frame: int
    line: int
    moments: list[int] = field(default_factory=list)
    operations: set[str] = field(default_factory=set)
    resumed: bool = False  # the other thread came between


def told_as(answer: object) -> str:
    """Say in words what a call was told: a value, or an exception or its name."""
    if isinstance(answer, int):  # a bool is one
        return f"is told {answer}"
    return f"gets {type(answer).__name__ if isinstance(answer, BaseException) else answer}"


def steps(
    path: str, moments: list[Moment], said: Sequence[tuple[str, str]], fault: Fault | None = None
) -> tuple[Step, ...]:
    """Return what ran in which order. The line at fault and what it is in conflict with are marked.

    `said` has, for each thread, what it asks and what it is told.
    """
    marked = {fault.at, *fault.conflict} if fault else set()
    entering = withs(path)
    rows = _telling(_rows(moments), marked)
    last = {row.thread: number for number, row in enumerate(rows)}
    found: list[Step] = []
    started: set[int] = set()
    for number, row in enumerate(rows):
        name = "AB"[row.thread]
        if row.thread not in started:
            started.add(row.thread)
            found.append(Step(name, 0, said[row.thread][0]))
        ends = row.line in entering and not row.resumed and not row.operations.intersection(_ENTERS)
        text = f"{'... ' if row.resumed else ''}{text_of(path, row.line, ends=ends)}"
        at_fault = bool(fault and fault.at in row.moments)
        conflicts = bool(marked.intersection(row.moments))
        found.append(Step(name, row.line, text, "at fault" if at_fault else "in conflict" if conflicts else ""))
        after = rows[number + 1 : number + 2]
        stopped = row.line in entering and not ends and after and after[0].thread != row.thread
        if stopped and moments[after[0].moments[0]].locks and has_one_lock(path):
            found.append(Step(name, 0, f"(waits for {'AB'[after[0].thread]})"))
        if last[row.thread] == number:
            found.append(Step(name, 0, said[row.thread][1]))
    return tuple(found)


def _rows(moments: list[Moment]) -> list[_Row]:
    rows: list[_Row] = []
    lines: dict[int, int] = {}  # of each frame, the last
    for at, moment in enumerate(moments):
        turns = not rows or rows[-1].thread != moment.thread
        if turns or lines.get(moment.frame) != moment.line:
            resumed = turns and lines.get(moment.frame) == moment.line
            rows.append(_Row(moment.thread, moment.frame, moment.line, resumed=resumed))
        lines[moment.frame] = moment.line
        rows[-1].moments.append(at)
        rows[-1].operations.add(moment.operation)
        if moment.operation.startswith(_LEAVES):  # the next call may get the same number
            del lines[moment.frame]
    return rows


def _telling(rows: list[_Row], marked: set[int]) -> list[_Row]:
    """Leave out rows where nothing happens: a call begins, a line is only begun, or only ended."""
    left: list[_Row] = []
    for number, row in enumerate(rows):
        if not marked.intersection(row.moments):
            rest = next((later for later in rows[number + 1 :] if later.thread == row.thread), None)
            if rest and rest.resumed and _all(row, _FETCHES):
                rest.resumed = row.resumed
                continue
            if _all(row, _CALLED) or (row.resumed and _all(row, _ENDS)):
                continue
        left.append(row)
    return left


def _all(row: _Row, prefixes: tuple[str, ...]) -> bool:
    return all(operation.startswith(prefixes) for operation in row.operations)
