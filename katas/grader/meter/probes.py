"""Probes for a meter, one facet for each part of the contract."""

from dataclasses import replace
from functools import partial

from katas.grader.fingerprint import Facet, Probe, compared, message, samples
from katas.grader.meter import inputs
from katas.grader.meter.contract import in_words
from katas.grader.meter.inputs import Inputs, Quotas
from katas.grader.meter.trial import MeterTrial
from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Broken
from ratelimit import Quota

_WIDE = (3, 10**6 + 3, 2**53 + 1, 2**64 + 13)
_LONG = (10**9 + 7, 2**53 + 111, 10**18 + 9)
HUGE = Quotas(
    tuple(Quota(limit, period, burst) for burst in _WIDE for period in _LONG for limit in _WIDE),
    tuple(Quota(limit, period) for period in _LONG for limit in _WIDE),
)
HUGE_PERIODS = Quotas((), tuple(Quota(limit, period) for period in _LONG for limit in (3, 1003)))
_OTHERS = (Quota(3, 8), Quota(3, 16), Quota(5, 8))
_OTHER_BURSTS = (Quota(3, 8, 2), Quota(3, 8, 5))


def facets(trial: MeterTrial) -> list[Facet]:
    """Return what a meter is probed with, in the order in which learners get it right."""

    def timelines(number: int, *kinds: Inputs) -> list[Timeline]:
        return samples(number, [(partial(kind.timeline, trial.oracle), kind.length) for kind in kinds])

    even = (
        replace(inputs.AT_ONE_INSTANT, refusals=True),
        replace(inputs.BETWEEN_EDGES, refusals=True),
        inputs.ON_EDGES,
        inputs.WITH_REFUSALS,
    )
    looks = inputs.WITH_LOOKS_AND_DELAYS if trial.oracle.__name__ == "LeakyBucket" else inputs.WITH_LOOKS
    ahead = replace(looks, moves=tuple(move for move in looks.moves if move not in ("back", "far back")))
    odd = replace(inputs.EXACTLY_ODD, refusals=True), replace(ahead, quotas=inputs.ODD)
    vast = replace(inputs.EXACTLY_VAST, refusals=True), replace(ahead, quotas=inputs.VAST)
    quotas = HUGE_PERIODS if trial.oracle.__name__ == "SlidingLog" else HUGE  # it may have an entry for each unit
    huge = replace(inputs.EXACTLY_ODD, quotas=quotas, refusals=True, asks=looks.asks)
    errors = compared(trial, timelines(80, inputs.WITH_COSTS))
    if not trial.oracle.has_burst:
        errors += [partial(message, trial.refuses_a_burst, burst) for burst in (1, 3)]
    return [
        Facet("company", "shares its state", _beside_others(trial), alone=True),
        Facet("grants", "grants and refuses", compared(trial, timelines(60, *even), waits=False)),
        Facet("waits", "tells the waits", compared(trial, timelines(61, *even))),
        Facet("errors", "meets impossible costs", errors),
        Facet("looks", "answers `level`", compared(trial, timelines(150, replace(ahead, quotas=inputs.EVEN)))),
        Facet("odd", "counts with uneven numbers", compared(trial, timelines(100, *odd))),
        Facet("vast", "counts with large numbers", compared(trial, timelines(100, *vast))),
        Facet("huge", "counts with huge numbers", compared(trial, timelines(100, huge)), may_not_end=True),
        Facet("clock", "takes steps back in time", compared(trial, timelines(200, inputs.WITH_STEPS_BACK))),
        Facet("looks back", "answers `level` about the past", compared(trial, timelines(150, looks))),
    ]


def _beside_others(trial: MeterTrial) -> list[Probe]:
    others = _OTHERS + (_OTHER_BURSTS if trial.oracle.has_burst else ())
    return [partial(_beside, trial, other, first=first) for other in others for first in (True, False)]


def _beside(trial: MeterTrial, other: Quota, *, first: bool) -> str:
    """Return what a meter answers when another one, made before or after it, is spent; "" if it answers so alone."""
    words = []
    for spent in (False, True):
        trial.renew()
        try:
            quotas = [other, _OTHERS[0]] if first else [_OTHERS[0], other]
            meters = [trial.make(quota) for quota in (quotas if spent else _OTHERS[:1])]
            mine = meters[-1 if first else 0]
            for meter in meters:
                for _ in range(6 if meter is not mine else 0):
                    trial.ask(meter, Call("take", 0))
            calls = Call("take", 0), Call("take", 0), Call("level", 0)
            words.append(", ".join(in_words(call, trial.ask(mine, call)) for call in calls))
        except Broken as broken:
            words.append(broken.failure.message.partition(": ")[0])
    alone, beside = words
    return beside if beside != alone else ""
