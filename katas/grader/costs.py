"""What a call costs, counted rather than timed: bytecode steps executed, bytes kept."""

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from types import CodeType, FrameType
from typing import Any

from katas.grader.verdict import Abort, Failure

MOST_STEPS = 60_000  # a decision takes dozens, nested binary searches thousands; a loop over a million is too much
MOST_BYTES = 6_000  # what hundreds of calls may leave behind: less than a number for each
ENTRIES = 200_000  # a list.pop(0) among so many takes about fifty times as long as among two hundred
MOST_RATIO = 8.0  # code that goes through nothing takes less than twice as long
_GRADER = str(Path(__file__).parent)


class _Counter:
    """Counts the bytecode steps of all Python code that runs while it is on, except the grader's own."""

    def __init__(self, most: int, what: str) -> None:
        self.steps, self.most, self.what = 0, most, what

    def step(self, code: CodeType) -> None:
        """Count one step. Raises `Abort` above the limit."""
        if code.co_filename.startswith(_GRADER):
            return
        self.steps += 1
        if self.steps > self.most:
            raise Abort(
                Failure("cost", f"{self.what} executes more than {self.most:,} bytecode steps; a few hundred will do.")
            )

    def trace(self, frame: FrameType, event: str, _argument: object) -> Any:
        """Count as `sys.settrace` has it, before Python 3.12."""
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            self.step(frame.f_code)
        return self.trace


def steps(function: Callable[[], Any], most: int = MOST_STEPS, what: str = "One call") -> int:
    """Return how many bytecode steps `function()` executes. Raises `Abort` beyond `most`."""
    counter = _Counter(most, what)
    gc.disable()  # a collection may call other people's Python code
    start, stop = (_monitor, _unmonitor) if sys.version_info >= (3, 12) else (_trace, _untrace)
    start(counter)
    try:
        function()
    finally:
        stop()
        gc.enable()
    return counter.steps


def _trace(counter: _Counter) -> None:
    sys.settrace(counter.trace)


def _untrace() -> None:
    sys.settrace(None)


def _monitor(counter: _Counter) -> None:
    """From Python 3.12 on: there, `settrace` misses the opcodes of code that runs for the first time."""
    monitoring: Any = vars(sys)["monitoring"]
    monitoring.use_tool_id(monitoring.PROFILER_ID, "katas.grader")
    monitoring.register_callback(
        monitoring.PROFILER_ID, monitoring.events.INSTRUCTION, lambda code, _offset: counter.step(code)
    )
    monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.INSTRUCTION)


def _unmonitor() -> None:
    monitoring: Any = vars(sys)["monitoring"]
    monitoring.set_events(monitoring.PROFILER_ID, 0)
    monitoring.free_tool_id(monitoring.PROFILER_ID)


@contextmanager
def traced() -> Iterator[Callable[[], int]]:
    """Trace memory from here on; yields a function that returns the bytes in use of what was allocated since."""

    def in_use() -> int:
        with suppress(Exception):  # a submission may have put anything there
            sys.stdout.flush()  # what it printed is not what it keeps
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    gc.freeze()  # what is older is not counted, and going through it takes most of a collection's time
    tracemalloc.start()
    try:
        yield in_use
    finally:
        tracemalloc.stop()
        gc.unfreeze()


def least_growth(step: Callable[[], Any], in_use: Callable[[], int]) -> int:
    """Return the least number of bytes that one of three steps adds: a table that is sometimes rebuilt is no leak."""
    sizes = [in_use()]
    for _ in range(3):
        step()
        sizes.append(in_use())
    return min(after - before for before, after in pairwise(sizes))


def typical_seconds(call: Callable[[], Any]) -> float:
    """Return the time of a call: the least of three medians of 17, as a machine may be slow for some of them.

    Only for work that is hidden in C, and only for sizes that differ a lot.
    """
    times = []
    gc.disable()
    try:
        for _ in range(51):
            start = perf_counter()
            call()
            times.append(perf_counter() - start)
    finally:
        gc.enable()
    return min(median(times[first : first + 17]) for first in (0, 17, 34))
