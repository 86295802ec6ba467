"""What a learner is asked of a timeline, call by call, and what is shown before."""

from collections.abc import Iterator
from typing import NamedTuple

from katas.grader.gateway.scenario import Access, Policy, Scenario
from katas.grader.gateway.words import asked, file_rows
from katas.grader.kata import Kata
from katas.grader.timeline import Timeline


class Prediction(NamedTuple):
    """Calls whose answers a learner predicts."""

    timeline: str
    says: str  # as it stands in the brief
    asks: tuple[str, ...] = ()  # what of each answer, if not all


class Question(NamedTuple):
    """One answer to give."""

    name: str  # says how an answer is typed: take, level, delay, allow, access
    text: str  # the call
    above: tuple[str, ...] = ()  # lines that are shown before it
    words: tuple[str, ...] = ()  # what an answer is made of, where that depends on the timeline


def questions(kata: Kata, prediction: Prediction) -> list[Question]:
    """Return the questions of a timeline, in their order."""
    parsed = kata.parse(prediction.timeline)
    return list(_accesses(parsed) if isinstance(parsed, Scenario) else _calls(parsed))


def _calls(timeline: Timeline) -> Iterator[Question]:
    limits = " + ".join(
        f"{limit.algorithm + ' ' if limit.algorithm else ''}limit {limit.quota.limit}, period {limit.quota.period}"
        + (f", burst {limit.quota.burst}" if limit.quota.burst != limit.quota.limit else "")
        for limit in timeline.limits
    )
    width = max(len(str(call)) for call in timeline.calls)
    above: tuple[str, ...] = (limits,)
    for call in timeline.calls:
        yield Question(call.name, f"{call!s:<{width}}", above)
        above = ()


def _accesses(scenario: Scenario) -> Iterator[Question]:
    above, policies = _file(scenario.policies), {policy.name: None for policy in scenario.policies}
    for event in scenario.events:
        if isinstance(event, Access):
            yield Question("access", asked(event), above, (*policies, "none"))
            above = ()
        else:
            above += ("reload:", *_file(event.policies))
            policies |= {policy.name: None for policy in event.policies}


def _file(policies: tuple[Policy, ...]) -> tuple[str, ...]:
    return tuple(row.expected for row in file_rows(0, policies))
