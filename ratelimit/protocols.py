"""What can be swapped: clocks, meters and limiters."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Protocol, TypeAlias, TypeVar, cast

from ratelimit.decision import Decision, Level
from ratelimit.quota import Quota

Clock: TypeAlias = Callable[[], int]
"""Now, in ticks: a whole number, at least 0. A limiter's ticks are nanoseconds."""

Key_contra = TypeVar("Key_contra", bound=Hashable, contravariant=True)


class Meter(Protocol):
    """An algorithm for one key: it knows no clock, no key, no lock and no I/O, so time is an argument."""

    def take(self, now: int, cost: int = 1, /) -> int:
        """Spend `cost` units at `now`: 0 if they are granted, else the ticks to wait, and nothing is spent.

        A cost below 1, or above what the meter can ever grant, raises `ValueError`.
        """
        ...

    def level(self, now: int, /) -> Level:
        """Look at what is left at `now`, and change nothing."""
        ...


class Paced(Meter, Protocol):
    """A meter whose grants go ahead one after another, not at once."""

    def delay(self, now: int, /) -> int:
        """Ticks that a request granted at `now` waits for those before it; ask just before `take`."""
        ...


class Refundable(Meter, Protocol):
    """A meter whose units can be given back, and that can owe some."""

    def refund(self, now: int, cost: int = 1, /) -> int:
        """Give back `cost` units that were taken, as far as they still count. Returns how many were."""
        ...

    def charge(self, now: int, cost: int = 1, /) -> None:
        """Spend `cost` units, also those that are not there."""
        ...


class Quick(Refundable, Protocol):
    """A meter that says what it holds in plain numbers, delay included: several limits of such meters decide faster."""

    def left(self, now: int, /) -> tuple[int, int, int]:
        """Say what `level` says, and the delay of a request at `now`; change nothing."""
        ...

    def left_after(self, now: int, cost: int, /) -> tuple[int, int, int]:
        """Say, just after a take at `now` has granted `cost` units, what `level` says, and the delay of that grant."""
        ...


@lru_cache(256)
def is_quick(kind: type[Meter]) -> bool:
    """Say whether meters of a class are quick."""
    return answers_by(kind, "left", "left_after")


def answers_by(kind: type[Meter], *names: str) -> bool:
    """Say whether a class has these methods, and no class between changes what they would leave out."""
    for each in kind.__mro__:
        own = vars(each).keys() & {"take", "level", "delay", "left", "left_after", *names}
        if own:
            return own >= {*names}
    return False


class NotRefundableError(TypeError):
    """A meter has no `refund` and `charge`."""


def is_refundable(meter: Meter) -> bool:
    """Say whether a meter has `refund` and `charge`."""
    return hasattr(meter, "refund") and hasattr(meter, "charge")


def refundable(meter: Meter) -> Refundable:
    """Return the meter. Raises a `TypeError` if it has no `refund` and `charge`."""
    if not is_refundable(meter):
        name = type(meter).__name__
        raise NotRefundableError(f"algorithm must have refund and charge, as TokenBucket has, got {name}")
    return cast("Refundable", meter)


Algorithm: TypeAlias = Callable[[Quota], Meter]
"""Makes a fresh meter."""


def name_of(algorithm: Algorithm) -> str:
    """Return what an algorithm is called, for people."""
    return getattr(algorithm, "__name__", None) or repr(algorithm)


class Limiter(Protocol[Key_contra]):
    """Meters by key, with a clock, safe for threads or for many machines."""

    def allow(self, key: Key_contra, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them."""
        ...

    def hit(self, key: Key_contra, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        ...

    def hit_many(self, keys: Iterable[Key_contra], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order; each decision is separate."""
        ...

    def peek(self, key: Key_contra, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told, and spend nothing."""
        ...

    def refund(self, key: Key_contra, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were."""
        ...

    def charge(self, key: Key_contra, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have."""
        ...

    def reset(self, key: Key_contra) -> None:
        """Make the key fresh."""
        ...


class AsyncLimiter(Protocol[Key_contra]):
    """A limiter for asyncio."""

    async def allow(self, key: Key_contra, cost: int = 1, quota: Quota | None = None) -> bool:
        """Spend `cost` units of the key if it has them."""
        ...

    async def hit(self, key: Key_contra, cost: int = 1, quota: Quota | None = None) -> Decision:
        """Do as `allow` does, and answer in full."""
        ...

    async def hit_many(self, keys: Iterable[Key_contra], cost: int = 1, quota: Quota | None = None) -> list[Decision]:
        """Hit each key in order; each decision is separate."""
        ...

    async def peek(self, key: Key_contra, quota: Quota | None = None) -> Decision:
        """Say what a request for one unit would be told, and spend nothing."""
        ...

    async def refund(self, key: Key_contra, cost: int = 1) -> int:
        """Give back `cost` units that the key has spent, as far as they still count. Returns how many were."""
        ...

    async def charge(self, key: Key_contra, cost: int = 1) -> None:
        """Spend `cost` units of the key, also those that it does not have."""
        ...

    async def reset(self, key: Key_contra) -> None:
        """Make the key fresh."""
        ...
