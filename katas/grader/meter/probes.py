"""Probes for a meter, one facet for each part of the contract."""

from dataclasses import replace
from functools import partial

from katas.grader.fingerprint import Facet, compared, message, samples
from katas.grader.meter import inputs
from katas.grader.meter.inputs import Inputs
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Timeline


def facets(trial: MeterTrial) -> list[Facet]:
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
