"""Draws timelines: with Hypothesis, until one breaks a law, or a fixed sample of them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from katas.grader.profile import Profile
from katas.grader.shrink import UNSTEADY
from katas.grader.timeline import Timeline
from katas.grader.verdict import Broken, Failure

Make = Callable[[bytes, list[bytes]], Timeline]  # from three bytes for a timeline's head, and three for each event


def timelines(make: Make, most: int) -> SearchStrategy[Timeline]:
    """Return a strategy for timelines of up to `most` events."""
    part = st.binary(min_size=3, max_size=3)
    return st.builds(make, part, st.lists(part, min_size=1, max_size=most))


def for_each(make: Make, most: int, law: Callable[[Timeline], None], profile: Profile) -> None:
    """Call the law with drawn timelines of up to `most` events. Raises what it raises for the first that breaks it."""
    if not profile.cases:
        return  # the pinned ones alone

    @seed(profile.seed)
    @settings(
        max_examples=profile.cases,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(timelines(make, most))
    def holds(timeline: Timeline) -> None:
        law(timeline)

    try:
        holds()
    except Flaky as flaky:
        seen = [error.failure for error in getattr(flaky, "exceptions", ()) if isinstance(error, Broken)]
        raise Broken(replace(seen[0] if seen else Failure("answer"), message=UNSTEADY)) from flaky


def sample(make: Make, most: int, number: int) -> list[Timeline]:
    """Return so many timelines, the same at every call and on every machine."""
    random = Random(number)  # noqa: S311  nothing here is secret
    return [make(random.randbytes(3), [random.randbytes(3) for _ in range(1 + n % most)]) for n in range(number)]
