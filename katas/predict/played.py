"""What the contract and a submission answer, call by call, in the words in which a learner answers."""

import re
from contextlib import suppress
from typing import Any

from katas.grader.composite import explanation as composite
from katas.grader.composite.trial import CompositeTrial
from katas.grader.gateway.explanation import reasons
from katas.grader.gateway.limiter import Dial
from katas.grader.gateway.scenario import Access, Scenario
from katas.grader.gateway.words import told
from katas.grader.keyed import explanation as keyed
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.meter import explanation as meter
from katas.grader.timeline import Timeline
from katas.grader.verdict import Failure


def expected(trial: Any, timeline: Any) -> tuple[list[str], list[str]]:
    """Return the contract's answers, and for each the arithmetic that leads to it. The trial is the reference's."""
    rows = trial.follow(timeline)
    if isinstance(timeline, Scenario):
        said = zip(timeline.events, reasons(timeline), strict=True)
        why = ["; ".join(filter(None, words)) for event, words in said if isinstance(event, Access)]
        files = ("policy", "reload(policies)")
        return [in_short(row.expected) for row in rows if row.call not in files], why
    failure = Failure("answer", timeline=str(timeline), rows=tuple(rows))
    why = [line.partition(": ")[2].rpartition("; so ")[0] for line in _lines(trial, failure)]
    return [row.expected for row in rows], why


def _lines(trial: Any, failure: Failure) -> tuple[str, ...]:
    if isinstance(trial, CompositeTrial):
        return composite.why(failure)
    return keyed.why(failure) if isinstance(trial, KeyedTrial) else meter.why(trial.specify, failure)


def answers(trial: Any, timeline: Any) -> list[str]:
    """Return what a submission answers, right or wrong, up to a call that crashes."""
    if isinstance(timeline, Timeline):
        found: list[str] = trial.answers(timeline)
        return found
    return _verdicts(trial, timeline)


def _verdicts(trial: Any, scenario: Scenario) -> list[str]:
    words: list[str] = []
    dial = Dial()
    try:
        plugin = trial.guard("__init__()", trial.plugin, [each.given() for each in scenario.policies], dial)
        for event in scenario.events:
            if isinstance(event, Access):
                dial.now += event.after
                words.append(in_short(told(trial.guard("access()", plugin.access, event.request))))
            else:
                with suppress(ValueError):  # whoever refuses a good file keeps the old one, which then shows
                    trial.guard("reload()", plugin.reload, [each.given(list) for each in event.policies])
    except (Exception, SystemExit) as error:  # noqa: BLE001  of a submission, anything may come
        words.append(type(error).__name__)
    return words


def in_short(verdict: str) -> str:
    """Return which policy decides, and the wait if it refuses."""
    found = re.fullmatch(r"(?:200 allowed|429 refused), (.+?)(?:, (\S+ s))?", verdict)
    if not found:
        return verdict
    name = "none" if found[1] == "no policy" else found[1]
    return f"{name}, wait {found[2]}" if found[2] else name
