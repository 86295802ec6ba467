"""What a decision costs as the limit, the log, the number of keys and the idle time grow."""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import grown
from benchmarks.rows.memory_rows import LimiterLoops, MemoryRow, all_rows

PLENTY, LONG = 1_000_000, 10_000_000  # a million in 116 days: what is spent takes 10 s to return
SECOND = 1_000_000_000  # ns
CALLS = 3000
KEYS: list[str] = []
# Each makes a key fresh again.
IDLE_TIMES = {"10 minutes": 600, "1 day": 86_400, "30 days": 2_592_000, "1 year": 31_536_000}


class ManualClock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.ns = 1_800_000_000 * SECOND

    def __call__(self) -> int:
        """Return the time."""
        return self.ns


def _logs() -> Sequence[MemoryRow]:
    return [row for row in all_rows() if row.algorithm in ("", "sliding_log")]


def _too_long(case: Case) -> bool:
    """Skip the peers with a million keys after one turn; and two of them at all, as filling takes them ten seconds."""
    slow = case.row.name.startswith(("limits", "pyrate-limiter"))
    return case.column == "1,000,000" and case.row.kind == "peer" and (slow or case.turn > 0)


def _table(
    name: str, title: str, rows: Callable[[], Sequence[MemoryRow]], columns: Sequence[str], **more: Any
) -> Table:
    summary = partial(grown, name, "a decision", columns[0], columns[-1])
    return Table(name, title, rows, summary, columns, write=seconds, ratios=("growth", "floor"), **more)


def _chart(name: str, axis: str, sizes: dict[str, float], figures: Figures) -> tuple[str, Any]:
    from benchmarks.charts.lines_by_algorithm import by_algorithm  # noqa: PLC0415  matplotlib takes a second to import

    return f"growth_{name}.svg", by_algorithm(figures, name, all_rows(), axis, sizes)


LIMITS = ("10", "1,000", "100,000", "1,000,000")
SIZES = {size: float(size.replace(",", "")) for size in ("1", "10", "1,000", "10,000", "100,000", "1,000,000")}

QUESTION = Question(
    "growth",
    "Does a decision stay as cheap as things grow?",
    "Limits: all is spent, then refused. Entries: granted by a sliding log that holds so many. Keys: granted, at "
    "random; the more there are, the fewer are in the processor's caches, for the floor too. The peers get a million "
    "in one turn only, and `limits` and `pyrate-limiter` not at all, as they take long to fill. Idle: a key comes "
    "back after so long, fresh, again and again, by a clock that is set forward; a peer's clock is replaced, which "
    "costs it a little, so there only the growth counts.",
    (
        _table("limit", "Limit and burst", all_rows, LIMITS, turns=5),
        _table("entries", "Entries in a sliding log", _logs, ("10", "1,000", "10,000", "100,000"), turns=3),
        _table("keys", "Keys", all_rows, ("1", "1,000", "100,000", "1,000,000"), turns=3, skips=_too_long),
        _table("idle", "Idle spells", all_rows, tuple(IDLE_TIMES), turns=5),
    ),
    charts=(
        partial(_chart, "limit", "limit and burst", SIZES),
        partial(_chart, "keys", "keys", SIZES),
        partial(_chart, "idle", "idle time", {name: float(idle_time) for name, idle_time in IDLE_TIMES.items()}),
    ),
)


def test_growth(case: Case, timed: Callable[..., None]) -> None:
    """Fill a limiter as far as the column says, then time a row of requests."""
    assert isinstance(case.row, MemoryRow)
    if case.table.name == "idle":
        _test_idle(case, case.row, timed)
        return
    size = case.calls(int(SIZES[case.column])) if case.column != "1" else 1
    fill = {"limit": _spent, "entries": _logged, "keys": _held}[case.table.name]
    limiter, keys = fill(case.row, size, case.calls(CALLS))
    limiter.allow_each(keys[:50])
    timed(limiter.allow_each, keys, of=len(keys))
    getattr(limiter, "close", lambda: None)()


def _spent(row: MemoryRow, limit: int, calls: int) -> tuple[LimiterLoops, list[str]]:
    limiter = row.new(limit, 10 * limit, limit)
    limiter.spend_each(["user:0"] * 2, limit // 2)
    return limiter, ["user:0"] * calls


def _logged(row: MemoryRow, entries: int, calls: int) -> tuple[LimiterLoops, list[str]]:
    limiter = row.new(PLENTY, LONG, PLENTY)
    limiter.allow_each(["user:0"] * entries)
    return limiter, ["user:0"] * (calls // 3)  # few, as each adds an entry


def _held(row: MemoryRow, number: int, calls: int) -> tuple[LimiterLoops, list[str]]:
    limiter = row.new(PLENTY, LONG, PLENTY)
    KEYS.extend(f"user:{n}" for n in range(len(KEYS), number))
    limiter.allow_each(KEYS[:number])
    return limiter, Random(number).choices(KEYS[:number], k=calls)


def _test_idle(case: Case, row: MemoryRow, timed: Callable[..., None]) -> None:
    number, idle_time = case.calls(CALLS) // 20, IDLE_TIMES[case.column] * SECOND
    if row.kind != "peer":
        clock = ManualClock()
        timed(_come_back, clock, row.new(10, 60, 10, clock).take, idle_time, number, of=number)
        return
    from benchmarks.peers.frozen_clock import Clock, frozen  # noqa: PLC0415  an optional extra
    from benchmarks.peers.frozen_peers import FROZEN_PEERS  # noqa: PLC0415  an optional extra

    stopped = Clock(1_800_000_000 * SECOND)
    with frozen(stopped):
        peer = FROZEN_PEERS[row.name](stopped, 10, 60, 10)
        timed(_come_back, stopped, peer.take, idle_time, number, of=number)


def _come_back(clock: Any, take: Callable[[str], bool], idle_time: int, number: int) -> None:
    for _ in range(number):
        clock.ns += idle_time
        take("user:0")
