"""What a decision costs as the limit, the log, the number of keys and the idle time grow."""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

from benchmarks.harness.figures import Figures
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import grown
from benchmarks.harness.subject import Loops, Subject, everyone
from benchmarks.harness.words import seconds

PLENTY, LONG = 1_000_000, 10_000_000  # a million in 116 days: what is spent takes 10 s to return
SECOND = 1_000_000_000  # ns
CALLS = 3000
KEYS: list[str] = []
# Each makes a key as good as new again.
SPELLS = {"10 minutes": 600, "1 day": 86_400, "30 days": 2_592_000, "1 year": 31_536_000}


class Stopped:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.ns = 1_800_000_000 * SECOND

    def __call__(self) -> int:
        """Return the time."""
        return self.ns


def _logs() -> Sequence[Subject]:
    return [subject for subject in everyone() if subject.algorithm in ("", "sliding_log")]


def _too_long(case: Case) -> bool:
    """Skip the peers with a million keys after one turn; and two of them at all, as filling takes them ten seconds."""
    slow = case.row.name.startswith(("limits", "pyrate-limiter"))
    return case.column == "1,000,000" and case.row.kind == "peer" and (slow or case.turn > 0)


def _table(name: str, title: str, rows: Callable[[], Sequence[Subject]], columns: Sequence[str], **more: Any) -> Table:
    says = partial(grown, name, "a decision", columns[0], columns[-1])
    return Table(name, title, rows, says, columns, shown=seconds, ratios=("growth", "floor"), **more)


def _chart(name: str, axis: str, sizes: dict[str, float], figures: Figures) -> tuple[str, Any]:
    from benchmarks.harness.growth_chart import by_algorithm  # noqa: PLC0415  matplotlib takes a second to import

    return f"growth_{name}.svg", by_algorithm(figures, name, everyone(), axis, sizes)


LIMITS = ("10", "1,000", "100,000", "1,000,000")
SIZES = {size: float(size.replace(",", "")) for size in ("1", "10", "1,000", "10,000", "100,000", "1,000,000")}

QUESTION = Question(
    "growth",
    "Does a decision stay as cheap as things grow?",
    "Limits: all is spent, then refused. Entries: granted by a sliding log that holds so many. Keys: granted, at "
    "random, so the more there are, the less of them is in the processor's caches, the floor's too; the peers get a "
    "million in one turn only, and `limits` and `pyrate-limiter` not at all, as they take long to fill. Idle: a key "
    "comes back after so long, as good as new, again and again, by a clock that is moved on; a peer's clock is "
    "stopped where it is read, which costs it a little, so there only the growth counts.",
    (
        _table("limit", "Limit and burst", everyone, LIMITS, turns=5),
        _table("entries", "Entries in a sliding log", _logs, ("10", "1,000", "10,000", "100,000"), turns=3),
        _table("keys", "Keys", everyone, ("1", "1,000", "100,000", "1,000,000"), turns=3, skips=_too_long),
        _table("idle", "Idle spells", everyone, tuple(SPELLS), turns=5),
    ),
    charts=(
        partial(_chart, "limit", "limit and burst", SIZES),
        partial(_chart, "keys", "keys", SIZES),
        partial(_chart, "idle", "idle time", {name: float(spell) for name, spell in SPELLS.items()}),
    ),
)


def test_growth(case: Case, timed: Callable[..., None]) -> None:
    """Fill a limiter as far as the column says, then time a row of requests."""
    assert isinstance(case.row, Subject)
    if case.table.name == "idle":
        _test_idle(case, case.row, timed)
        return
    size = case.calls(int(SIZES[case.column])) if case.column != "1" else 1
    fill = {"limit": _spent, "entries": _logged, "keys": _held}[case.table.name]
    limiter, keys = fill(case.row, size, case.calls(CALLS))
    limiter.allow_each(keys[:50])
    timed(limiter.allow_each, keys, of=len(keys))
    getattr(limiter, "close", lambda: None)()


def _spent(subject: Subject, limit: int, calls: int) -> tuple[Loops, list[str]]:
    limiter = subject.new(limit, 10 * limit, limit)
    limiter.spend_each(["user:0"] * 2, limit // 2)
    return limiter, ["user:0"] * calls


def _logged(subject: Subject, entries: int, calls: int) -> tuple[Loops, list[str]]:
    limiter = subject.new(PLENTY, LONG, PLENTY)
    limiter.allow_each(["user:0"] * entries)
    return limiter, ["user:0"] * (calls // 3)  # few, as each adds an entry


def _held(subject: Subject, number: int, calls: int) -> tuple[Loops, list[str]]:
    limiter = subject.new(PLENTY, LONG, PLENTY)
    KEYS.extend(f"user:{n}" for n in range(len(KEYS), number))
    limiter.allow_each(KEYS[:number])
    return limiter, Random(number).choices(KEYS[:number], k=calls)


def _test_idle(case: Case, subject: Subject, timed: Callable[..., None]) -> None:
    number, spell = case.calls(CALLS) // 20, SPELLS[case.column] * SECOND
    if subject.kind != "peer":
        clock = Stopped()
        timed(_come_back, clock, subject.new(10, 60, 10, clock).take, spell, number, of=number)
        return
    from benchmarks.rivals.frozen import Clock, frozen  # noqa: PLC0415  an optional extra
    from benchmarks.rivals.table import STOPPED  # noqa: PLC0415  an optional extra

    stopped = Clock(1_800_000_000 * SECOND)
    with frozen(stopped):
        rival = STOPPED[subject.name](stopped, 10, 60, 10)
        timed(_come_back, stopped, rival.take, spell, number, of=number)


def _come_back(clock: Any, take: Callable[[str], bool], spell: int, number: int) -> None:
    for _ in range(number):
        clock.ns += spell
        take("user:0")
