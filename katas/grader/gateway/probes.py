"""Probes for a plugin, one facet for each law."""

from collections.abc import Iterable
from functools import partial
from itertools import islice

from katas.grader.fingerprint import Facet, Probe
from katas.grader.fuzz import sample
from katas.grader.gateway import inputs, small_scopes
from katas.grader.gateway.inputs import GatewayInputs
from katas.grader.gateway.scenario import Scenario
from katas.grader.gateway.trial import GatewayTrial
from katas.grader.verdict import Broken


def facets(trial: GatewayTrial) -> list[Facet]:
    """Return what a plugin is probed with, in the order in which learners get it right."""

    def probes(scenarios: Iterable[Scenario]) -> list[Probe]:
        return [partial(first_wrong, trial, each) for each in scenarios]

    def drawn(number: int, kind: GatewayInputs) -> list[Probe]:
        return probes(sample(kind.scenario, kind.length, number))

    return [
        Facet("scopes", "finds the policy", drawn(60, inputs.SCOPES) + probes(small_scopes.every_pair())),
        Facet("names", "tells names apart", probes(small_scopes.running_together())),
        Facet(
            "groups",
            "chooses among groups",
            drawn(60, inputs.GROUPED) + probes(islice(small_scopes.every_two_groups(), 0, None, 9)),
        ),
        Facet("limits", "counts", drawn(60, inputs.LIMITED)),
        Facet(
            "keys",
            "tells who is counted",
            drawn(60, inputs.COUNTING)
            + probes(islice(small_scopes.every_lack(), 0, None, 7))
            + probes(small_scopes.every_likeness()),
        ),
        Facet(
            "together",
            "decides by several",
            drawn(100, inputs.TOGETHER) + probes(small_scopes.every_two_rules()),
        ),
        Facet(
            "modes",
            "treats shadow and disabled policies",
            drawn(100, inputs.MODES) + probes(islice(small_scopes.every_shadow(), 0, None, 5)),
        ),
        Facet(
            "files",
            "reads a file",
            drawn(60, inputs.FILES)
            + probes(Scenario((policy,)) for policy in inputs.defective())
            + probes(small_scopes.good_files()),
        ),
        Facet(
            "reloads",
            "reloads",
            drawn(120, inputs.RELOADS)
            + probes(small_scopes.every_change())
            + probes(islice(small_scopes.every_other_count(), 0, None, 9))
            + probes(islice(small_scopes.every_failure(), 0, None, 12))  # a bad file
            + probes(islice(small_scopes.every_failure(), 1, None, 12)),  # and then the old one
        ),
    ]


def first_wrong(trial: GatewayTrial, scenario: Scenario) -> str:
    """Return where a submission is first wrong, and what is there; "" if nowhere."""
    try:
        with trial.alone(), trial.tuples_alone():
            trial.put(scenario)
    except Broken as broken:
        rows, said = broken.failure.rows, broken.failure.message
        if broken.failure.kind != "answer" or not rows or rows[-1].call.endswith("(policies)"):
            return f"{len(rows)} {said.partition(': ')[0]}"  # without the words of an error
        return f"{len(rows)} {rows[-1].yours}"
    return ""
