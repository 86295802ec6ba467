"""One decision under threads and under asyncio."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from threading import Barrier, Thread
from typing import Any

from benchmarks.charts.bars_by_algorithm import bars_by_algorithm
from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Question, Table
from benchmarks.harness.sentence import compared, grown
from benchmarks.peers import missing
from benchmarks.rows.memory_rows import LimiterLoops, MemoryRow, all_rows, floor, ours

PLENTY, LONG = 1_000_000, 10_000_000  # never spent here, and nothing returns
CALLS = 16_000  # by all threads together: longer than the 5 ms after which Python lets another one go on
KEYS = [f"user:{number}" for number in range(1000)]


def _threaded() -> Sequence[MemoryRow]:
    if missing():
        return [*floor(), *ours()]
    from benchmarks.peers.real_time_peers import THREAD_SAFE_PEERS  # noqa: PLC0415  an optional extra

    peers = (row for row in all_rows() if row.name in THREAD_SAFE_PEERS)
    return [*floor(), *ours(), *(replace(row, new=THREAD_SAFE_PEERS[row.name].new) for row in peers)]


def _served() -> Sequence[MemoryRow]:
    if missing():
        return [*floor(), *ours()]
    from benchmarks.peers.event_loop_peers import EVENT_LOOP_PEERS  # noqa: PLC0415  an optional extra

    peers = [replace(row, new=EVENT_LOOP_PEERS[row.name]) for row in all_rows() if row.kind == "peer"]
    return [*floor(), *ours(), *peers]


def _threads(name: str, title: str, what: str) -> Table:
    summary = partial(grown, name, what, "1 thread", "8")
    columns = ("1 thread", "2", "4", "8")
    return Table(name, title, _threaded, summary, columns, turns=5, write=seconds, ratios=("growth", "floor"))


def _chart(figures: Figures) -> tuple[str, Any]:
    title = "One decision on one hot key while 8 threads ask: median and quartiles"
    return "threads.svg", bars_by_algorithm(figures, "threads-1", _threaded(), title, "8", "a decision", seconds)


QUESTION = Question(
    "concurrency",
    "What does a decision cost under threads and under asyncio?",
    "Under threads: wall time divided by the decisions of all threads together, which begin at once; under the "
    "interpreter's lock one works at a time, so threads gain nothing: the best result is to lose nothing. "
    "`aiolimiter` is for one thread; `rush` is left out, as its store in memory raises `MismatchedDataError` when "
    "threads meet; and `pyrate-limiter` is called with `blocking=True`, because without it, it refuses a call while "
    "another thread is in it. Under asyncio: each request is a coroutine that asks the limiter, by the package's "
    "calls for asyncio if it has them. Ours has none for memory: a call that never waits for anything needs none.",
    (
        _threads("threads-1", "Threads on one key", "a request"),
        _threads("threads-1000", "Threads on 1,000 keys", "a request"),
        Table(
            "asyncio",
            "Under asyncio",
            _served,
            partial(compared, "asyncio", "A request"),
            turns=7,
            write=seconds,
        ),
    ),
    charts=(_chart,),
)


def test_concurrency(case: Case, timed: Callable[..., None]) -> None:
    """Time requests by several threads at once, or by coroutines."""
    row, number = case.row, case.calls(CALLS)
    assert isinstance(row, MemoryRow)
    limiter = row.new(PLENTY, LONG, PLENTY)
    if case.table.name == "asyncio":
        with asyncio.Runner() as runner:
            keys = KEYS[:1] * (number // 4)
            runner.run(limiter.serve_each(keys[:100]))
            timed(lambda: runner.run(limiter.serve_each(keys)), of=len(keys))
        return
    limiter.allow_each(KEYS)
    threads = int(case.column.split()[0])
    keys = list(islice(cycle(KEYS if case.table.name == "threads-1000" else KEYS[:1]), number // threads))
    timed(_released(limiter, keys, threads), of=len(keys) * threads)
    getattr(limiter, "close", lambda: None)()


def _released(limiter: LimiterLoops, keys: list[str], number: int) -> Callable[[], None]:
    """Return what lets waiting threads begin at once, and waits until they are done."""
    gate, done = Barrier(number + 1), []

    def work() -> None:
        gate.wait()
        limiter.allow_each(keys)
        done.append(True)

    threads = [Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()

    def run() -> None:
        gate.wait()
        for thread in threads:
            thread.join()
        assert len(done) == number, "a thread was stopped by an exception"

    return run
