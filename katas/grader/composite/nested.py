"""Composites among the meters of another one: a composite answers `take` and `level`, so it is a meter itself."""

from typing import Any

from katas.grader.composite.spec import CompositeSpec
from katas.grader.composite.trial import CompositeTrial
from katas.grader.meter.oracle import ALGORITHMS
from katas.grader.meter.small_scopes import every_timeline
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.timeline import Limit, Timeline
from katas.grader.verdict import Broken, Failure, brief
from ratelimit import Level, Quota

LIMITS = tuple(
    Limit(quota, name)
    for quota, name in (
        (Quota(2, 6), "TokenBucket"),
        (Quota(3, 3), "SlidingLog"),
        (Quota(3, 4), "FixedWindow"),
        (Quota(3, 2), "TokenBucket"),
    )
)


class Inner:
    """A composite among the meters, whose level may be any tuple of two."""

    def __init__(self, composite: Any) -> None:
        self._composite = composite

    def take(self, now: int, cost: int = 1) -> Any:
        """Return its answer. Raises what it raises."""
        return self._composite.take(now, cost)

    def level(self, now: int) -> Level:
        """Return its answer."""
        return Level(*self._composite.level(now))


def composites_of_composites(trial: CompositeTrial) -> None:
    """Compare the answers of a composite whose second meter is another one, of the second and third limit."""
    with trial.guard.unwatched():
        for first in range(len(LIMITS)):  # each of them is the tightest in its turn
            limits = LIMITS[first:] + LIMITS[:first]
            for timeline in every_timeline(Quota(2, 3), 3, [0, 1, 3], (1, 2), ("level",)):
                _compare(trial, timeline.under(limits))


def _compare(trial: CompositeTrial, timeline: Timeline) -> None:
    spec = CompositeSpec(timeline.limits)
    first, *inner, last = [SpecMeter(ALGORITHMS[limit.algorithm], limit.quota) for limit in timeline.limits]
    outer = trial.make([first, Inner(trial.make(inner)), last])
    for number, call in enumerate(timeline.calls):
        right = spec.take(call.now, call.cost) if call.name == "take" else spec.level(call.now)
        yours = trial.ask(outer, call)
        if yours != right:
            asked = timeline._replace(calls=timeline.calls[: number + 1])
            message = (
                f"A composite answers {brief(yours)} instead of {brief(right)} to the last of {asked}. The second and "
                "the third limit are a composite of their own there. What do composites share?"
            )
            raise Broken(Failure("answer", message))
