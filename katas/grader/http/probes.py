"""Probes for a middleware, one facet for each law."""

from functools import partial

from katas.grader.fingerprint import Facet, Probe, message
from katas.grader.fuzz import sample
from katas.grader.http import construction, inputs, small_scopes
from katas.grader.http.columns.line import Judged
from katas.grader.http.exchange import Exchange
from katas.grader.http.inputs import HttpInputs
from katas.grader.http.trial import UNASKED, HttpTrial
from katas.grader.verdict import Broken


def facets(trial: HttpTrial) -> list[Facet]:
    """Return what a middleware is probed with, in the order in which learners get it right."""

    def drawn(number: int, kind: HttpInputs, **judged: bool) -> list[Probe]:
        return probes(sample(kind.exchange, kind.length, number), **judged)

    def probes(exchanges: list[Exchange], **judged: bool) -> list[Probe]:
        return [partial(first_wrong, trial, each, **judged) for each in exchanges]

    orders = list(small_scopes.every_order())[::31]
    names: list[Probe] = [
        partial(message, law, trial)
        for law in (
            construction.refuses_bad_names,
            construction.refuses_bad_networks,
            construction.refuses_bad_choices,
        )
    ]
    return [
        Facet("scopes", "serves other scopes", drawn(20, inputs.SCOPES)),
        Facet("refusals", "refuses", drawn(25, inputs.REFUSED)),
        Facet("retry", "tells when to come back", drawn(40, inputs.RETRY, retry=True)),
        Facet("fields", "writes its fields", drawn(80, inputs.FIELDS, retry=True, fields=True)),
        Facet("streams", "passes messages on", drawn(70, inputs.STREAMS, passing=True)),
        Facet("keys", "finds the client", drawn(100, inputs.KEYS, passing=True, key=True)),
        Facet("failures", "meets a limiter that fails", drawn(40, inputs.FAILING, retry=True, fields=True)),
        Facet("choices", "is made", names),
        Facet("at once", "serves many at once", probes(orders, **dict.fromkeys(Judged._fields, True))),
    ]


def first_wrong(trial: HttpTrial, exchange: Exchange, **judged: bool) -> str:
    """Return where a submission is first wrong, and what is there; "" if nowhere."""
    try:
        with trial.alone():
            trial.follow(exchange, **(UNASKED | judged))
    except Broken as broken:
        rows, said = broken.failure.rows, broken.failure.message
        return f"{len(rows)} {rows[-1].yours if rows else said.partition(': ')[0]}"
    return ""
