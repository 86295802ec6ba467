"""Probes for a composite, one facet for each law."""

from dataclasses import replace
from functools import partial

from katas.grader.composite import construction, inputs
from katas.grader.composite.inputs import CompositeInputs
from katas.grader.composite.trial import UNASKED, CompositeTrial
from katas.grader.fingerprint import Facet, Probe, compared, message, samples


def facets(trial: CompositeTrial) -> list[Facet]:
    """Return what a composite is probed with, in the order in which learners get it right."""

    def drawn(number: int, kind: CompositeInputs, **judged: bool) -> list[Probe]:
        probes = compared(trial, samples(number, [(kind.timeline, kind.length)]), **(UNASKED | judged))
        return [partial(_renewed, trial), *probes]

    looks = replace(inputs.LOOKING, inputs=replace(inputs.LOOKING.inputs, errors=False))
    members: list[Probe] = [partial(message, construction.makes_sense_of_its_members, trial)]
    return [
        Facet("grants", "grants and refuses", drawn(60, inputs.REFUSED)),
        Facet("moments", "asks its members", drawn(61, inputs.REFUSED, moments=True)),
        Facet("waits", "tells the waits", drawn(80, replace(inputs.ANY, inputs=inputs.REFUSED.inputs), waits=True)),
        Facet("errors", "meets impossible costs", drawn(80, inputs.IMPOSSIBLE) + members),
        Facet("clock", "takes steps back in time", drawn(100, inputs.STEPS_BACK, times=True)),
        Facet("looks", "answers `level`", drawn(100, looks, times=True)),
        Facet("binding", "tells which limit binds", drawn(80, inputs.LOOKING, binding=True)),
        Facet("asks", "counts its questions", drawn(30, inputs.REFUSED, asks=True)),
    ]


def _renewed(trial: CompositeTrial) -> str:
    """Load the class again: one that collects all members ever seen gets slower and slower."""
    trial.renew()
    return ""
