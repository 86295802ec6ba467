"""Draws timelines: with Hypothesis, until one breaks a law, or a fixed sample of them.

Hypothesis is imported when something is drawn: that takes half a second, which a hint needn't wait for.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from katas.grader.profile import Profile
from katas.grader.shrink import UNSTEADY
from katas.grader.verdict import Broken, Failure

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")  # a timeline, or what a kata has instead
Make: TypeAlias = Callable[[bytes, list[bytes]], T]  # from bytes for a timeline's head, and for each event
HEAD, EVENT = 3, 3  # bytes
SHEET = 10  # timelines


def drawn(make: Make[T], most: int) -> "SearchStrategy[list[T]]":
    """Return a strategy for a sheet of timelines of up to `most` events: a draw costs more than a timeline."""
    from hypothesis import strategies  # noqa: PLC0415

    size = 1 + HEAD + EVENT * most

    def sheet(data: bytes) -> list[T]:
        return [_made(make, data[at : at + size], most) for at in range(0, len(data), size)]

    return strategies.binary(min_size=SHEET * size, max_size=SHEET * size).map(sheet)


def for_each(make: Make[T], most: int, law: Callable[[T], object], profile: Profile) -> None:
    """Call the law with drawn timelines of up to `most` events. Raises what it raises for the first that breaks it."""
    if not profile.cases:
        return  # the pinned ones alone
    from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings  # noqa: PLC0415
    from hypothesis.errors import Flaky  # noqa: PLC0415

    @seed(profile.seed)
    @settings(
        max_examples=-(-profile.cases // SHEET),
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(drawn(make, most))
    def holds(timelines: list[T]) -> None:
        for timeline in timelines:
            law(timeline)

    try:
        holds()
    except Flaky as flaky:
        seen = [error.failure for error in getattr(flaky, "exceptions", ()) if isinstance(error, Broken)]
        raise Broken(replace(seen[0] if seen else Failure("answer"), message=UNSTEADY)) from flaky


def sample(make: Make[T], most: int, number: int) -> list[T]:
    """Return so many timelines, the same at every call and on every machine."""
    random = Random(number)  # noqa: S311  nothing here is secret
    return [make(random.randbytes(HEAD), [random.randbytes(EVENT) for _ in range(1 + n % most)]) for n in range(number)]


def _made(make: Make[T], data: bytes, most: int) -> T:
    """Make a timeline from its bytes: the number of events, the head, the events."""
    head, events = data[1 : 1 + HEAD], data[1 + HEAD :]
    return make(head, [events[EVENT * n : EVENT * (n + 1)] for n in range(1 + data[0] % most)])
