"""The machine's clocks, set wrong: a limiter goes by the time that it is given, whatever these say."""

import datetime as dt
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Self

MINUTE, DAY, YEAR = 60, 86_400, 365 * 86_400  # seconds
# Where they stand before one call after the other. From each to the next it is minutes at least, and back also.
JUMPS = (0, 7 * MINUTE, 3 * DAY, 2 * YEAR, 30 * YEAR, 2 * MINUTE, 5 * 3600, 40 * DAY, 12 * YEAR, 5 * MINUTE)
_WALL, _OTHER = 10**18, 10**12  # nanoseconds on clocks that stand still: a day in 2001, and some minutes after a start
_SECONDS = ("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime")
_OF_SECONDS, _OF_STRUCTS = ("gmtime", "localtime", "ctime"), ("asctime", "strftime")


class WrongClock:
    """Python's clocks, which jump. Inside a `with` block, and for what was imported in one, they are `ahead` seconds.

    `still` clocks move by a microsecond at each look, and else only when they jump: the same on every machine.
    """

    def __init__(self, *, still: bool = False) -> None:
        self.ahead = 0  # seconds
        self.looks = 0  # at any of them
        self._still, self._on, self._jumps = still, 0, 0
        self._wrong = self._patches()
        self._real = {place: getattr(*place) for place in self._wrong}

    def __enter__(self) -> Self:
        self._on += 1
        for (module, name), wrong in self._wrong.items() if self._on == 1 else ():
            setattr(module, name, wrong)
        return self

    def __exit__(self, *_error: object) -> None:
        self._on -= 1
        for (module, name), real in self._real.items() if not self._on else ():
            setattr(module, name, real)

    def start(self) -> None:
        """Set them to where they were at first."""
        self.ahead = self.looks = self._jumps = 0

    def jump(self) -> None:
        """Let minutes, days or years pass, or go back."""
        self._jumps += 1
        self.ahead = JUMPS[self._jumps % len(JUMPS)]

    def read(self, real: int, start: int) -> int:
        """Return what a clock says that really says `real`, in nanoseconds, or would have begun at `start`."""
        if not self._on:
            return real
        self.looks += 1
        if self._still:
            real = start + 1000 * self.looks
        return real + self.ahead * 10**9

    def _patches(self) -> dict[tuple[Any, str], Any]:
        """Return what to replace, and by what."""
        found: dict[tuple[Any, str], Any] = {}
        for name in filter(lambda name: hasattr(time, f"{name}_ns"), _SECONDS):
            real, start = getattr(time, f"{name}_ns"), _WALL if name in ("time", "clock_gettime") else _OTHER
            found[time, f"{name}_ns"] = _Watch(lambda *which, r=real, s=start: self.read(r(*which), s))
            found[time, name] = _Watch(lambda *which, r=real, s=start: self.read(r(*which), s) / 10**9)
        now = found[time, "time"]
        for name in _OF_SECONDS:
            found[time, name] = _Watch(partial(_at, now, getattr(time, name)))
        for name in _OF_STRUCTS:
            found[time, name] = _Watch(partial(_shown, found[time, "localtime"], getattr(time, name)))
        found[dt, "datetime"], found[dt, "date"] = _datetime(now), _date(now)
        return found


class _Watch:
    """A function that a class can keep without making a method of it, as those of `time` are."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[..., Any]) -> None:
        self._read = read

    def __call__(self, *arguments: Any) -> Any:
        return self._read(*arguments)


class _Kind(type):
    """Of a class that stands for another: the other's objects are its own."""

    def __instancecheck__(cls, thing: object) -> bool:
        return type.__instancecheck__(vars(cls).get("stands_for", cls), thing)


def _at(now: Callable[[], float], real: Callable[..., Any], seconds: float | None = None) -> Any:
    return real(now() if seconds is None else seconds)


def _shown(local: Callable[[], Any], real: Callable[..., str], *words: Any) -> str:
    full = 1 + (real.__name__ == "strftime")  # the struct is the last word
    return real(*words, *([] if len(words) == full else [local()]))


def _datetime(now: Callable[[], float]) -> type[dt.datetime]:
    class Datetime(dt.datetime, metaclass=_Kind):
        stands_for = dt.datetime

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.fromtimestamp(now(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.fromtimestamp(now(), dt.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    return Datetime


def _date(now: Callable[[], float]) -> type[dt.date]:
    class Date(dt.date, metaclass=_Kind):
        stands_for = dt.date

        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(now())

    return Date
