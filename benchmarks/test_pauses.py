"""The slowest calls: whether some request pays for the forgetting of idle keys."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from benchmarks.charts.bars_by_algorithm import bars_by_algorithm
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.pauses import Pauses, shortest, timed_each
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import between, is_peer
from benchmarks.rows.memory_rows import SECOND, MemoryRow, all_rows

MILLION, FEWER = 1_000_000, 100_000
REPEATS = 3
MEAN, P9999, CLOCK = "mean, timing included", "99.99th percentile", "slowest by the clock"
OWN, GROWING, COLLECTED = "slowest of its own making", "while keys only came", "longest garbage collection"
MILLIONS = "pauses-million"


def _ours() -> Sequence[MemoryRow]:
    return [row for row in all_rows() if row.kind != "peer"]


def _summary(name: str) -> Callable[[Figures], str]:
    def summary(figures: Figures) -> str:
        rows = figures.rows(name)
        mine = [figures.median((name, row, OWN)) for row in rows if row.startswith("ours")]
        others = [figures.median((name, row, OWN)) for row in rows if is_peer(row)]
        least = [figures.median((name, row, OWN)) for row in rows if row.startswith("floor")]
        sentence = f"With keys coming and going, the slowest call of its own making takes {between(mine, seconds)} here"
        sentence += f", {between(others, seconds)} in the peers" if others else ""
        return (
            f"{sentence}, and {between(least, seconds)} at the floor, which forgets nothing."
            if mine
            else sentence + "."
        )

    return summary


def _table(name: str, title: str, rows: Callable[[], Sequence[MemoryRow]]) -> Table:
    return Table(name, title, rows, _summary(name), (MEAN,), turns=1, write=seconds, ratios=())


def _chart(figures: Figures) -> tuple[str, Any]:
    title = "The slowest of 100,000 calls, of its own making, with keys coming and going"
    return "pauses.svg", bars_by_algorithm(figures, "pauses-peers", all_rows(), title, OWN, "a call", seconds)


QUESTION = Question(
    "pauses",
    "Does any request wait while idle keys are dropped?",
    "Each call is for a new key, with a quota of one, and is timed by itself. In the first table each key is fresh "
    "after a million calls, by a clock that counts them: first a million keys come, then keys come and go; a fixed "
    "window's go all at once. The second table has the peers too, once, by their own clocks: a key is fresh after a "
    "tenth of a second in a bucket, after one or two in a window. *Of its own making*: processor time of the process, "
    "its other threads included, without garbage collection; the rest of the clock's time, the machine spent on "
    "others. In the first table everything is done three times, and of each call the shortest counts, as a limiter's "
    "own work is the same every time. The floor shows what the machine adds.",
    (
        _table(MILLIONS, "A million keys", _ours),
        _table("pauses-peers", "Beside the peers", all_rows),
    ),
    charts=(_chart,),
)


def test_pauses(case: Case, recorded: Callable[..., None]) -> None:
    """Time each call while keys come, and while they come and go."""
    assert isinstance(case.row, MemoryRow)
    number = case.calls(MILLION if case.table.name == MILLIONS else FEWER)
    keys = [[f"{place}:{n}" for n in range(number)] for place in ("first", "then")]
    repeats = REPEATS if case.table.name == MILLIONS and not case.quick else 1
    runs = [_run(case, case.row, keys) for _ in range(repeats)]
    coming, going = [shortest(run[place] for run in runs) for place in (0, 1)]
    recorded(min(run[1].took for run in runs) / number, MEAN)
    recorded(sorted(going.own)[number * 9999 // 10_000] / 1e9, P9999)
    recorded(max(going.own) / 1e9, OWN)
    recorded(max(coming.own) / 1e9, GROWING)
    recorded(max(going.clock) / 1e9, CLOCK)
    recorded(max(coming.collected, going.collected) / 1e9, COLLECTED)


def _run(case: Case, row: MemoryRow, keys: Sequence[Sequence[str]]) -> list[Pauses]:
    """Let keys come, and then come and go."""
    if case.table.name == MILLIONS:
        clock = count(SECOND).__next__
        limiter: Any = row.new(1, 1, 1, lambda: clock() * SECOND // len(keys[0]))
    else:
        limiter = row.new(10, 1, 10)
    pauses = [timed_each(limiter.take, some) for some in keys]
    getattr(limiter, "close", lambda: None)()
    return pauses
