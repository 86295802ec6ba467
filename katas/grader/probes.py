"""Probes: many fixed questions. Where a submission goes wrong on each tells its mistake from all others."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from random import seed
from typing import Any, NamedTuple

from katas.grader.draw import Make, sample
from katas.grader.keyed import eviction as forgetting
from katas.grader.keyed import inputs as keyed_inputs
from katas.grader.keyed.inputs import KeyedInputs
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.meter import inputs
from katas.grader.meter.inputs import Inputs
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Timeline
from katas.grader.verdict import Broken

Probe = Callable[[], str]  # what a submission answers, "" if that is as it should be
ONE_ANSWER = "~"  # before a digest: whatever it was asked, it gave one answer
Fingerprint = dict[str, str]  # facet -> digest of what is wrong there; a facet without a wrong answer is left out


class Facet(NamedTuple):
    """One side of a contract, on which a submission can go wrong by itself."""

    name: str
    does: str  # as in "it ... exactly like one that", of a submission
    probes: list[Probe]


def meter_facets(trial: MeterTrial) -> list[Facet]:
    """Return what a meter is probed with, in the order in which learners get it right."""

    def timelines(number: int, *kinds: Inputs) -> list[Timeline]:
        return samples(number, [(partial(kind.timeline, trial.oracle), kind.length) for kind in kinds])

    kinds = (
        replace(inputs.AT_ONE_INSTANT, refusals=True),
        replace(inputs.BETWEEN_EDGES, refusals=True),
        inputs.ON_EDGES,
        inputs.WITH_REFUSALS,
        replace(inputs.EXACTLY_ODD, refusals=True),
        replace(inputs.EXACTLY_VAST, refusals=True),
    )
    looks = inputs.WITH_LOOKS_AND_DELAYS if trial.oracle.__name__ == "LeakyBucket" else inputs.WITH_LOOKS
    errors = compared(trial, timelines(80, inputs.WITH_COSTS))
    if not trial.oracle.has_burst:
        errors += [partial(message, trial.refuses_a_burst, burst) for burst in (1, 3)]
    return [
        Facet("grants", "grants and refuses", compared(trial, timelines(60, *kinds), waits=False)),
        Facet("waits", "tells the waits", compared(trial, timelines(61, *kinds))),
        Facet("errors", "meets impossible costs", errors),
        Facet("clock", "takes steps back in time", compared(trial, timelines(200, inputs.WITH_STEPS_BACK))),
        Facet("looks", "answers `level`", compared(trial, timelines(200, looks, replace(looks, quotas=inputs.EVEN)))),
    ]


def keyed_facets(trial: KeyedTrial) -> list[Facet]:
    """Return what a limiter is probed with, in the order in which learners get it right."""

    def timelines(number: int, *kinds: KeyedInputs) -> list[Timeline]:
        return samples(number, [(kind.timeline, kind.length) for kind in kinds])

    def answered(number: int, *kinds: KeyedInputs) -> list[Probe]:
        return [partial(_answers, trial, each, fewest=False, most=False) for each in timelines(number, *kinds)]

    def held(number: int, *kinds: KeyedInputs, **asked: bool) -> list[Probe]:
        return [partial(_first_wrong, trial, each, **asked) for each in timelines(number, *kinds)]

    forward = replace(keyed_inputs.STEPS_BACK, moves=("none", "tick", "inside", "idle"))
    flood: list[Probe] = [partial(message, forgetting.survives_a_flood, trial)]
    pace: list[Probe] = [partial(message, forgetting.keeps_pace, trial)]
    spending = held(80, keyed_inputs.SPENDING, keyed_inputs.SPENDING_ALL, most=False)
    forgotten = held(100, keyed_inputs.FORGETTING, keyed_inputs.FORGETTING_BACK, fewest=False)
    return [
        Facet("answers", "answers", answered(60, keyed_inputs.ONE_KEY, forward)),
        Facet("keys", "tells keys apart", answered(120, keyed_inputs.AT_ONE_INSTANT)),
        Facet("clock", "takes steps back in time", answered(80, keyed_inputs.STEPS_BACK)),
        Facet("errors", "meets impossible costs", held(80, keyed_inputs.ERRORS)),
        Facet("remembers", "remembers keys", flood + spending),
        Facet("forgets", "forgets keys", pace + forgotten),
    ]


def fingerprint(facets: list[Facet]) -> Fingerprint:
    """Return what a submission gets wrong on each facet. Raises `Abort` if a call does not come back."""
    seed(0)  # a submission that draws gets the same draws every time
    found = {facet.name: [probe() for probe in facet.probes] for facet in facets}
    return {name: _digest(words) for name, words in found.items() if any(words)}


def _digest(words: list[str]) -> str:
    """Return twelve digits that stand for the answers; with a mark if they are all the same, as of many mistakes."""
    digest = sha256("\n".join(words).encode()).hexdigest()[:12]
    return f"{ONE_ANSWER}{digest}" if len(set(", ".join(filter(None, words)).split(", "))) == 1 else digest


def compared(trial: Any, timelines: list[Timeline], **asked: bool) -> list[Probe]:
    """Return a probe for each timeline: all answers, or the first wrong one where a right meter has a choice."""
    return [partial(_answers if _forward(each) else _first_wrong, trial, each, **asked) for each in timelines]


def _answers(trial: Any, timeline: Timeline, **asked: bool) -> str:
    """Return all answers to a timeline that has a wrong one; "" if it has none."""
    if not _first_wrong(trial, timeline, **asked):
        return ""
    words = ", ".join(trial.answers(timeline))
    return words if asked.get("waits", True) else re.sub(r"wait \d+", "refused", words)


def _first_wrong(trial: Any, timeline: Timeline, **asked: bool) -> str:
    """Return at which call a submission first goes wrong, and with what answer."""
    try:
        trial.follow(timeline, **asked)
    except Broken as broken:
        rows, message = broken.failure.rows, broken.failure.message
        answer = rows[-1].yours if rows and rows[-1].yours != "no answer" else message.partition(": ")[0]
        return f"{len(rows)} {answer}"
    return ""


def message(law: Callable[..., None], *arguments: Any) -> str:
    """Return what a law says when it is broken; "" if it isn't."""
    try:
        law(*arguments)
    except Broken as broken:
        failure = broken.failure
        return failure.message.partition(": ")[0] if failure.kind == "crash" else failure.message
    return ""


def _forward(timeline: Timeline) -> bool:
    """Whether no call is before a take: below its clock a right meter is free to be strict."""
    clock = 0
    for call in timeline.calls:
        if call.now < clock:
            return False
        clock = call.now if call.name == "take" else clock
    return True


def samples(number: int, kinds: list[tuple[Make, int]]) -> list[Timeline]:
    """Return so many timelines of each kind."""
    return [timeline for make, most in kinds for timeline in sample(make, most, number)]
