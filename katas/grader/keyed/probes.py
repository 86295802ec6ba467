"""Probes for a keyed limiter: its answers, and how many keys it holds after each."""

from dataclasses import replace
from functools import partial

from katas.grader.fingerprint import Facet, Probe, answers, first_wrong, message, samples
from katas.grader.keyed import eviction, flood, inputs
from katas.grader.keyed.inputs import KeyedInputs
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.meter.inputs import DAY, YEAR
from katas.grader.timeline import Timeline
from katas.grader.verdict import Broken

FLOODS = (50, 150, 1100, 2000, 10_100)  # keys


def facets(trial: KeyedTrial) -> list[Facet]:
    """Return what a limiter is probed with, in the order in which learners get it right."""

    def timelines(number: int, *kinds: KeyedInputs) -> list[Timeline]:
        return samples(number, [(kind.timeline, kind.length) for kind in kinds])

    def answered(number: int, *kinds: KeyedInputs) -> list[Probe]:
        return [partial(answers, trial, each, fewest=False, most=False) for each in timelines(number, *kinds)]

    def held(number: int, *kinds: KeyedInputs, **asked: bool) -> list[Probe]:
        return [partial(first_wrong, trial, each, **asked) for each in timelines(number, *kinds)]

    forward = replace(inputs.STEPS_BACK, moves=("none", "tick", "inside", "idle"))
    days = replace(inputs.FORGETTING, periods=(DAY, 30 * DAY, YEAR), errors=False)
    pace: list[Probe] = [partial(message, eviction.drops_promptly, trial), partial(kept, trial, 150)]
    return [
        Facet("answers", "answers", answered(60, inputs.ONE_KEY, forward)),
        Facet("keys", "tells keys apart", answered(120, inputs.AT_ONE_INSTANT)),
        Facet("clock", "takes steps back in time", answered(80, inputs.STEPS_BACK)),
        Facet("errors", "meets impossible costs", held(80, inputs.ERRORS)),
        Facet("remembers", "remembers keys", held(80, inputs.SPENDING, inputs.SPENDING_ALL, most=False)),
        Facet("floods", "meets a flood of new keys", [partial(flooded, trial, size) for size in FLOODS]),
        Facet("forgets", "forgets keys", held(100, inputs.FORGETTING, inputs.FORGETTING_BACK, fewest=False)),
        Facet("forgets later", "forgets keys after days", held(40, days, fewest=False)),
        Facet("pace", "forgets many keys", pace),
    ]


def kept(trial: KeyedTrial, size: int) -> str:
    """Return how many of so many fresh keys are left after twice as many calls, in words without numbers."""
    crowd = flood.Crowd(trial)
    try:
        for number in range(size):
            crowd.spend(f"key {number}", flood.LATER)
        crowd.dial.now += flood.LATER
        crowd.grow(size + 1)
        crowd.ask_again(2 * size)
        left = trial.length(crowd.limiter) - 1
    except Broken as broken:
        return broken.failure.message.partition(": ")[0]
    return "all are left" if left >= size else "some are left" if left > 0 else "too few are left" if left else ""


def flooded(trial: KeyedTrial, size: int) -> str:
    """Return what is left when so many new keys have come, in words without numbers: they differ with a constant."""
    crowd = flood.Crowd(trial)
    try:
        crowd.spend("ann", 1 << 62)
        crowd.grow(size)
        again, held = trial.ask(crowd.limiter, "ann") is not False, trial.length(crowd.limiter)
    except Broken as broken:
        return broken.failure.message.partition(": ")[0]
    lost = "" if held == size else "few are left" if held < size // 2 else "some are lost"
    return " ".join(filter(None, [lost, "ann is granted again" if again else ""]))
