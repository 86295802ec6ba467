"""Bytes for each key, and for each entry of a sliding log."""

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.charts.bars_by_algorithm import bars_by_algorithm
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import size
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import between, is_peer
from benchmarks.rows.memory_rows import LimiterLoops, MemoryRow, all_rows

PLENTY, LONG = 1_000_000, 1_000_000_000  # never spent, and nothing is fresh within 1000 s
ONE, MANY, MILLION = "1 key, limiter included", "each of 100,000", "each of 1,000,000"
ENTRIES = ("1 entry", "each of 100", "each of 10,000")
KEYS: list[str] = []


def _logs() -> Sequence[MemoryRow]:
    return [row for row in all_rows() if row.algorithm in ("", "sliding_log")]


def _too_long(case: Case) -> bool:
    """Skip the peers with a million keys: counting bytes makes that take minutes."""
    return case.column == MILLION and case.row.kind == "peer"


def _summary(name: str, column: str, what: str) -> Callable[[Figures], str]:
    def summary(figures: Figures) -> str:
        cells = {row: (name, row, column) for row in figures.rows(name)}
        held = {row: figures.median(cell) for row, cell in cells.items() if cell in figures}
        mine = [value for row, value in held.items() if row.startswith("ours")]
        others = [value for row, value in held.items() if is_peer(row)]
        sentence = f"{what} takes {between(mine, size)} bytes in this library" if mine else f"{what}: see below"
        return sentence + (f", and {between(others, size)} in the peers." if others else ".")

    return summary


def _chart(figures: Figures) -> tuple[str, Any]:
    title = "Memory for each of 100,000 keys, each asked for once"
    return "memory.svg", bars_by_algorithm(figures, "bytes-key", all_rows(), title, MANY, "bytes a key", size)


QUESTION = Question(
    "memory",
    "How many bytes does a key take?",
    "What Python has allocated for a limiter (`tracemalloc`) after one request for each key. The peers are not "
    "measured with a million keys: counting then takes minutes. The keys themselves, strings that existed before, are "
    "not counted. Each figure comes from one filling, as it is the same each time, apart from the moment at which a "
    "dict last grew.",
    (
        Table(
            "bytes-key",
            "Bytes for each key",
            all_rows,
            _summary("bytes-key", MANY, "Each of 100,000 keys"),
            (ONE, MANY, MILLION),
            turns=1,
            write=size,
            skips=_too_long,
        ),
        Table(
            "bytes-entry",
            "Bytes for each entry of one key's log",
            _logs,
            _summary("bytes-entry", ENTRIES[-1], "Each of 10,000 entries"),
            ENTRIES,
            turns=1,
            write=size,
            ratios=(),
        ),
    ),
    charts=(_chart,),
)


def test_memory(case: Case, recorded: Callable[..., None]) -> None:
    """Count what a limiter has allocated once it holds so much."""
    assert isinstance(case.row, MemoryRow)
    number = int(case.column.split()[-1].replace(",", "")) if case.column.startswith("each") else 1
    number = case.calls(number) if number > 100 else number
    if case.table.name == "bytes-entry":
        keys = ["user:0"] * number
    else:
        KEYS.extend(f"user:{n}" for n in range(len(KEYS), number))
        keys = KEYS[:number]
    recorded(_allocated(case.row, keys) / number)


def _allocated(row: MemoryRow, keys: list[str]) -> int:
    for _ in range(2):  # once so that whatever a package keeps for good is there already
        warm: LimiterLoops = row.new(PLENTY, LONG, PLENTY)
        warm.allow_each(keys[:1])
        getattr(warm, "close", lambda: None)()
    gc.collect()
    tracemalloc.start()
    limiter = row.new(PLENTY, LONG, PLENTY)
    limiter.allow_each(keys)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    getattr(limiter, "close", lambda: None)()
    return held
