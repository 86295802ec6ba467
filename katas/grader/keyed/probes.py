"""Probes for a keyed limiter: its answers, and how many keys it holds after each."""

from dataclasses import replace
from functools import partial

from katas.grader.keyed import eviction, inputs
from katas.grader.keyed.inputs import KeyedInputs
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.probes import Facet, Probe, answers, first_wrong, message, samples
from katas.grader.timeline import Timeline


def facets(trial: KeyedTrial) -> list[Facet]:
    """Return what a limiter is probed with, in the order in which learners get it right."""

    def timelines(number: int, *kinds: KeyedInputs) -> list[Timeline]:
        return samples(number, [(kind.timeline, kind.length) for kind in kinds])

    def answered(number: int, *kinds: KeyedInputs) -> list[Probe]:
        return [partial(answers, trial, each, fewest=False, most=False) for each in timelines(number, *kinds)]

    def held(number: int, *kinds: KeyedInputs, **asked: bool) -> list[Probe]:
        return [partial(first_wrong, trial, each, **asked) for each in timelines(number, *kinds)]

    forward = replace(inputs.STEPS_BACK, moves=("none", "tick", "inside", "idle"))
    flood: list[Probe] = [partial(message, eviction.survives_a_flood, trial)]
    pace: list[Probe] = [partial(message, eviction.drops_promptly, trial)]
    spending = held(80, inputs.SPENDING, inputs.SPENDING_ALL, most=False)
    forgotten = held(100, inputs.FORGETTING, inputs.FORGETTING_BACK, fewest=False)
    return [
        Facet("answers", "answers", answered(60, inputs.ONE_KEY, forward)),
        Facet("keys", "tells keys apart", answered(120, inputs.AT_ONE_INSTANT)),
        Facet("clock", "takes steps back in time", answered(80, inputs.STEPS_BACK)),
        Facet("errors", "meets impossible costs", held(80, inputs.ERRORS)),
        Facet("remembers", "remembers keys", flood + spending),
        Facet("forgets", "forgets keys", pace + forgotten),
    ]
