"""What a learner is asked of a timeline, call by call, and what is shown before."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from katas.grader.gateway.scenario import Access, Policy, Scenario
from katas.grader.gateway.words import asked, file_rows
from katas.grader.http.columns.rows import given
from katas.grader.http.exchange import Exchange
from katas.grader.kata import Kata
from katas.grader.timeline import Timeline

COLUMNS = ("key", "status", "retry-after", "r", "t")  # what can be asked of a middleware


class Prediction(NamedTuple):
    """Calls whose answers a learner predicts."""

    timeline: str
    says: str  # as it stands in the brief
    asks: tuple[str, ...] = ()  # what of each answer, if not all


class Question(NamedTuple):
    """One answer to give."""

    name: str  # says how an answer is typed: take, level, delay, allow, key, access, http
    text: str  # the call
    above: tuple[str, ...] = ()  # lines that are shown before it
    words: tuple[str, ...] = ()  # what an answer is made of, where that depends on the timeline


def questions(kata: Kata, prediction: Prediction) -> list[Question]:
    """Return the questions of a timeline, in their order."""
    parsed = kata.parse(prediction.timeline)
    if isinstance(parsed, Scenario):
        return list(_accesses(parsed))
    if isinstance(parsed, Exchange):
        return list(_requests(parsed, prediction.asks))
    return list(_calls(parsed, *prediction.asks))


def _calls(timeline: Timeline, name: str = "") -> Iterator[Question]:
    """Yield a question for each call. With a name, it is not for what the call answers."""
    limits = " + ".join(
        f"{limit.algorithm + ' ' if limit.algorithm else ''}limit {limit.quota.limit}, period {limit.quota.period}"
        + (f", burst {limit.quota.burst}" if limit.quota.burst != limit.quota.limit else "")
        for limit in timeline.limits
    )
    above: tuple[str, ...] = (grouped(limits),)
    texts = [grouped(f"{call}, its {name}" if name else str(call)) for call in timeline.calls]
    for call, text in zip(timeline.calls, texts, strict=True):
        yield Question(name or call.name, text.ljust(max(map(len, texts))), above)
        above = ()


def grouped(text: str) -> str:
    """Return a text whose long numbers can be read, such as 200_000_000."""
    return re.sub(r"(?<![\d.])\d{7,}", lambda found: f"{int(found[0]):_}", text)


def _requests(exchange: Exchange, asks: tuple[str, ...]) -> Iterator[Question]:
    above: tuple[str, ...] = (str(exchange._replace(requests=())),)
    for number, request in enumerate(exchange.requests, 1):
        rows = given(number, request)[: 1 if asks == ("key",) else None]  # its key depends on nothing else
        yield Question("http", f"request {number}: {', '.join(asks)}", (*above, *(row.expected for row in rows)), asks)
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
