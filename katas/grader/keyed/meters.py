"""The meters and the clock that the grader hands to a limiter."""

from collections.abc import Callable

from katas.grader.meter.oracle import ALGORITHMS, Oracle
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.timeline import Timeline
from ratelimit import Level


class Dial:
    """A clock that stands still until it is set."""

    def __init__(self, now: int = 0) -> None:
        self.now = now

    def __call__(self) -> int:
        """Return the time it was set to."""
        return self.now


def meter_of(timeline: Timeline) -> tuple[type[Oracle], bool]:
    """Return the algorithm of a timeline's meters, and whether they last: are never fresh again."""
    name = timeline.algorithm.removeprefix("Lasting") or "TokenBucket"
    return ALGORITHMS[name], timeline.algorithm.startswith("Lasting")


class Opaque:
    """Of a meter, two methods are known. As an object, this one is false, equals every other, and has no hash."""

    __slots__ = ()
    looks = 0  # of the submission, at what is not known
    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """Return 0, so that it is false."""
        Opaque.looks += 1
        return 0

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a meter too."""
        Opaque.looks += 1
        return isinstance(other, Opaque)


class OpaqueSpecMeter(Opaque, SpecMeter):
    """One that follows the specification."""


class Window(Opaque):
    """A fixed window in a few lines, quick and not safe for threads. `hook` runs in the middle of every call."""

    alive = 0

    def __init__(self, limit: int, period: int, hook: Callable[[], None] | None = None) -> None:
        self.limit, self.period, self.hook = limit, period, hook
        self.window = self.used = 0
        Window.alive += 1

    def __del__(self) -> None:
        Window.alive -= 1

    def take(self, now: int, cost: int = 1) -> int:
        """Return 0 if granted, else the wait."""
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}, got {cost}")
        used = self._used(now)
        if used + cost > self.limit:
            return self.period - now % self.period
        self.window, self.used = now // self.period, used + cost
        return 0

    def level(self, now: int) -> Level:
        """Return what is left."""
        used = self._used(now)
        return Level(self.limit - used, self.period - now % self.period if used else 0)

    def _used(self, now: int) -> int:
        used = self.used if self.window == now // self.period else 0
        if self.hook is not None:
            self.hook()
        return used


class AlwaysGrants(Opaque):
    """A meter that grants everything and is never fresh."""

    __slots__ = ()

    def take(self, now: int, cost: int = 1) -> int:  # noqa: ARG002  a meter's signature
        """Grant."""
        return 0

    def level(self, now: int) -> Level:  # noqa: ARG002  a meter's signature
        """Return a level that never changes."""
        return _NEVER


_NEVER = Level(0, 1)
