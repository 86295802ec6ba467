"""Draws timelines with Hypothesis, and lets it shrink the first that breaks a law."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from katas.grader.profile import Profile
from katas.grader.timeline import Timeline
from katas.grader.verdict import Broken, Failure


def for_each(timelines: SearchStrategy[Timeline], law: Callable[[Timeline], None], profile: Profile) -> None:
    """Put drawn timelines to the law. What it raises for the smallest timeline that breaks it comes out."""

    @seed(profile.seed)
    @settings(
        max_examples=profile.cases,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(timelines)
    def holds(timeline: Timeline) -> None:
        law(timeline)

    try:
        holds()
    except Flaky as flaky:
        raise Broken(_unsteady(flaky)) from flaky


def _unsteady(flaky: Flaky) -> Failure:
    """Say what it means that a timeline failed once and then not: that was seen, though it can't be shown again."""
    seen = [error.failure for error in getattr(flaky, "exceptions", ()) if isinstance(error, Broken)]
    message = "The same calls, made once more on a new object, are answered differently. Does something outlive it?"
    return replace(seen[0] if seen else Failure("answer"), message=message)
