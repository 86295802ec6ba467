"""Stops the clocks that peers read, each as near as possible to where it is read.

`pyrate-limiter` takes a clock, `rush` asks its store for the time, `aiolimiter` its event loop. The others call
`time.time` or `time.monotonic`: in their modules, and nowhere else, the name `time` is replaced.
"""

import asyncio
import selectors
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil
from types import SimpleNamespace
from unittest.mock import patch

from benchmarks.peers.reported import SECOND

READERS = (  # modules that read the time by `time.time()` or `time.monotonic()`
    "limits.strategies",
    "limits.storage.memory",
    "throttled.utils",
    "token_bucket.storage",
    "benchmarks.peers.drivers.limits",
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is set, in nanoseconds."""

    def __init__(self, ns: int = 0) -> None:
        self.ns = ns
        self.read = lambda: None  # called before each reading

    def seconds(self) -> float:
        """Return the time as `time.time` would."""
        self.read()
        return self.ns / SECOND

    def now(self) -> int:
        """Return the time as `pyrate-limiter` wants it: in milliseconds."""
        self.read()
        return self.ns // 1_000_000

    def current_time(self, tz: tzinfo | None = UTC) -> datetime:
        """Return the time as `rush` wants it: a date."""
        self.read()
        return (_EPOCH + timedelta(microseconds=self.ns // 1000)).astimezone(tz)


@contextmanager
def frozen(clock: Clock) -> Iterator[None]:
    """Let every module that reads the time from `time` read this clock instead."""
    stopped = SimpleNamespace(time=clock.seconds, monotonic=clock.seconds)
    patches = [patch.object(sys.modules[name], "time", stopped) for name in READERS if name in sys.modules]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


class FrozenLoop(asyncio.SelectorEventLoop):
    """An event loop in the clock's time: it moves the clock forward instead of sleeping."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(_Jumps(clock))
        self.clock = clock

    def time(self) -> float:
        """Return the time, in seconds."""
        return self.clock.seconds()

    def call_at(
        self, when: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Set a timer, at least a microsecond from now: one set for now, again and again, would stop time."""
        return super().call_at(max(when, self.time() + 1e-6), callback, *args, context=context)


class _Jumps(selectors.DefaultSelector):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout and timeout > 0:
            self.clock.ns += ceil(timeout * SECOND)
        return super().select(0)
