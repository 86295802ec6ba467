"""One decision in memory: what it costs, on one key and on many, granted and refused."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from random import Random
from typing import Any

from benchmarks.charts.bars_by_algorithm import bars_by_algorithm
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import COLUMN, compared
from benchmarks.rows.floor import BareFloor
from benchmarks.rows.memory_rows import MemoryRow, all_rows, new_floor

PLENTY, LONG = 1_000_000, 10_000_000  # a million in 116 days: never spent here, and what is spent takes 10 s to return
CALLS = 5000  # a sliding log holds as many entries at the end of a turn
KEYS = [f"user:{number}" for number in range(100_000)]


def _all() -> Sequence[MemoryRow]:
    bare = MemoryRow("floor: acquire(), release()", "floor", "", new_floor(BareFloor), frozenset())
    return [*all_rows(), bare]


def _with_full_answer() -> Sequence[MemoryRow]:
    return [row for row in all_rows() if row.kind == "floor" or "hit_each" in row.loops]


def _table(
    name: str, title: str, what: str, rows: Callable[[], Sequence[MemoryRow]] = all_rows, turns: int = 9
) -> Table:
    return Table(name, title, rows, partial(compared, name, what), turns=turns, write=seconds)


def chart(figures: Figures) -> tuple[str, Any]:
    """Draw the first table."""
    title = "One decision on one hot key, granted: median and quartiles"
    drawn = bars_by_algorithm(figures, "granted", all_rows(), title, COLUMN, "a decision", seconds)
    return "one_decision.svg", drawn


QUESTION = Question(
    "decision",
    "What does one decision cost?",
    "One thread, a limiter in memory, a key that is a string. The floor is what any limiter has to do: take a lock, "
    "read a clock, store one thing in a dict; it limits nothing. `aiolimiter` runs in its event loop, whose start is "
    "not counted, and is asked for capacity first, as it would wait otherwise. Quotas are never spent, and nothing "
    "refills, except in the second table, where all is spent. A sliding log holds 5,000 entries at the end of a turn.",
    (
        _table("granted", "One hot key, granted", "A granted request", _all, turns=15),
        _table("refused", "One hot key, refused", "A refused request"),
        _table("keys-50", "50 keys in turn", "A request to one of 50 keys"),
        _table("keys-100000", "100,000 keys at random", "A request to one of 100,000 keys", turns=7),
        _table("cost-5", "A cost of 5", "A request for 5 units"),
        _table("hit", "The full answer", "A granted request that asks for all that can be told", _with_full_answer),
    ),
    charts=(chart,),
)


def test_decision(case: Case, timed: Callable[..., None]) -> None:
    """Time a row of requests."""
    name, row = case.table.name, case.row
    assert isinstance(row, MemoryRow)
    number = case.calls(CALLS)
    limit = 10 if name == "refused" else PLENTY
    limiter = row.new(limit, LONG, limit)
    keys = _keys(name, number)
    if name == "keys-100000":
        limiter.allow_each(KEYS[: case.calls(len(KEYS))])
    limiter.allow_each(keys[:100])
    if name == "cost-5":
        timed(limiter.spend_each, keys, 5, of=number)
    elif name == "hit":
        timed(limiter.hit_each if "hit_each" in row.loops else limiter.allow_each, keys, of=number)
    else:
        timed(limiter.allow_each, keys, of=number)
    if row.kind != "floor":  # what was measured is what the table says
        assert limiter.take(keys[-1]) == (name != "refused"), f"{row.name} is not {name}"
    getattr(limiter, "close", lambda: None)()


def _keys(name: str, number: int) -> list[str]:
    if name == "keys-50":
        return list(islice(cycle(KEYS[:50]), number))
    if name == "keys-100000":
        return Random(number).sample(KEYS, number)
    return KEYS[:1] * number
