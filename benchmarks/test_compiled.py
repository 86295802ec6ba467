"""What compiling the same source would gain."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks.charts.bars_by_algorithm import bars_by_algorithm
from benchmarks.harness import decision_worker
from benchmarks.harness.compiled import ROOT, compile_into, compiler
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Kind, Question, Table
from benchmarks.harness.sentence import between
from benchmarks.rows.floor import Floor
from benchmarks.rows.memory_rows import ALGORITHMS, FLOOR, display_name

CALLS = 5000


@dataclass(frozen=True)
class Built:
    """An algorithm, as it is or compiled."""

    name: str
    kind: Kind
    algorithm: str
    compiled: bool = False


def _rows() -> Sequence[Built]:
    pairs = [
        Built(f"ours: {display_name(name)}{', compiled' if compiled else ''}", "ours", name, compiled)
        for name in ALGORITHMS
        for compiled in (False, True)
    ]
    return [Built(FLOOR, "floor", ""), *pairs]


def _summary(table: str, what: str, figures: Figures) -> str:
    costs = [
        [
            figures.median((table, row.name, "a decision"))
            for row in _rows()
            if row.kind == "ours" and row.compiled is how
        ]
        for how in (True, False)
    ]
    return f"{what} costs {between(costs[0], seconds)} compiled, and {between(costs[1], seconds)} as it is."


def _chart(figures: Figures) -> tuple[str, Any]:
    title = "One decision on one hot key, granted: as it is, and compiled"
    return "compiled.svg", bars_by_algorithm(
        figures, "compiled: granted", _rows(), title, "a decision", "a decision", seconds
    )


def _table(name: str, title: str, what: str) -> Table:
    return Table(name, title, _rows, partial(_summary, name, what), turns=9, write=seconds)


QUESTION = Question(
    "compiled",
    "What would compiling gain?",
    "The same source, in Python and compiled by mypyc. One hot key in memory; each of the two runs in its own "
    "process, in turns with the floor, in Python. This is an experiment; no compiled version is published: what mypyc "
    "2.4.1 makes keeps the laws, but treats every product of big ints that fails as a lack of memory. CPython looks "
    "for signals inside such a product, so a handler that raises there (Ctrl-C, a time-out) ends the process with "
    "`fatal: out of memory`.",
    (
        _table("compiled: granted", "Compiled: granted", "A granted request"),
        _table("compiled: refused", "Compiled: refused", "A refused request"),
        _table("compiled: the full answer", "Compiled: the full answer", "A granted request's full answer"),
    ),
    with_submission=False,
    charts=(_chart,),
)


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[bool, subprocess.Popen[str]]]:
    """Start a process that imports the library as it is, and one that imports it compiled."""
    if compiler() is None:
        pytest.skip("no C compiler: apt install gcc")
    folder = tmp_path_factory.mktemp("compiled")
    compile_into(folder)
    with ExitStack() as stack:
        yield {compiled: stack.enter_context(_started(path)) for compiled, path in ((False, ROOT), (True, folder))}


def _started(path: Path) -> Any:
    script, environment = ROOT / "benchmarks" / "harness" / "decision_worker.py", os.environ | {"PYTHONPATH": str(path)}
    command = [sys.executable, str(script)]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603


@pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")  # the processes keep time
def test_compiled(case: Case, recorded: Callable[..., None], processes: Mapping[bool, subprocess.Popen[str]]) -> None:
    """Have a process make decisions, and take its word for how long each took."""
    assert isinstance(case.row, Built)
    what, number = case.table.name.partition(": ")[2], case.calls(CALLS)
    if case.row.kind == "floor":
        recorded(decision_worker.seconds(Floor().allow, number))
        return
    process = processes[case.row.compiled]
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{case.row.algorithm}\t{what}\t{number}\n")
    process.stdin.flush()
    recorded(float(process.stdout.readline()))
