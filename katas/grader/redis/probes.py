"""Probes for a bucket on Redis: the questions of its levels that have one answer each, and the same in every run."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from katas.grader.fingerprint import Facet, Probe, compared, message, samples
from katas.grader.redis import clock, expiry, inputs, keys, lost_lines
from katas.grader.redis.inputs import SlowInputs
from katas.grader.redis.trial import KINDS, RedisTrial
from katas.grader.timeline import Timeline


def facets(trial: RedisTrial) -> list[Facet]:
    """Return what a bucket on Redis is probed with, in the order in which learners get it right."""

    def timelines(number: int, *kinds: SlowInputs) -> list[Timeline]:
        return samples(number, [(partial(kind.timeline, trial.oracle), kind.length) for kind in kinds])

    friendly = replace(inputs.FRIENDLY, inputs=replace(inputs.FRIENDLY.inputs, errors=False))
    kinds = (friendly, inputs.ODD, inputs.VAST)
    zero = [Timeline.parse(f"1/64000000: take(0) take({now})") for now in (0, 32_000_000, 64_000_000)]
    return [
        Facet("grants", "grants and refuses", compared(trial, timelines(80, *kinds), waits=False)),
        Facet("waits", "tells the waits", compared(trial, [*timelines(81, *kinds), *map(Timeline.parse, _NEARLY)])),
        Facet("errors", "meets impossible costs", compared(trial, timelines(80, inputs.FRIENDLY))),
        Facet("clock", "takes steps back in time", compared(trial, timelines(200, inputs.STEPS_BACK))),
        Facet("clients", "answers each kind of client", [_said(partial(_asked_by, wishes), trial) for wishes in KINDS]),
        Facet("refusals", "treats keys at refusals", [_said(expiry.refusals_change_nothing, trial)]),
        Facet("crashes", "dies", [_said(expiry.expires_after_a_crash, trial)]),
        Facet("expiry", "lets keys expire", [lambda: _plain(expiry.wrong_kinds(trial))]),
        Facet("restarts", "meets a server that has lost its scripts", [partial(_restarted, trial)]),
        Facet("lines", "meets a line that is cut", [_said(lost_lines.errors_reach_the_caller, trial)]),
        Facet(
            "keys",
            "tells keys apart",
            [
                _said(law, trial)
                for law in (keys.different_keys, keys.equal_keys, keys.different_prefixes, keys.other_process)
            ],
        ),
        Facet("slots", "names its keys", [_said(keys.declared_keys, trial)]),
        Facet("zero", "takes time 0", compared(trial, zero, waits=False)),
        Facet(
            "time",
            "finds the time",
            [_said(law, trial) for law in (clock.server_decides, clock.agrees_with_one_ahead)],
        ),
    ]


_PLAIN = "3/192000000: take(64000000) take(64000000, 2) take(64000000) take(128000000)"
_NEARLY = ("3000000/300000000000001 burst 1: take(1795000000000000) take(1795000000000000)",)


def _restarted(trial: RedisTrial) -> str:
    """Return all answers of a bucket whose server forgets its scripts before each take; "" if they are right."""
    trial.before = trial.server.forget_scripts
    try:
        return compared(trial, [Timeline.parse(_PLAIN)])[0]()
    finally:
        trial.before = lambda: None


def _asked_by(wishes: dict[str, Any], trial: RedisTrial) -> None:
    with trial.asked_by(**wishes):
        trial.follow(Timeline.parse("1/64000000 burst 2: take(64000000) take(80000000) take(96000000) take(128000000)"))


def _said(law: Callable[[Any], None], trial: RedisTrial) -> Probe:
    """Return what a law says, without numbers that depend on the machine."""
    return lambda: _plain(message(law, trial))


def _plain(words: str) -> str:
    return re.sub(r"\d[\d.,]*", "#", words)
