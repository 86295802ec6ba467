"""A composite does the same few things in each call, however much has passed and however large the numbers are."""

from types import SimpleNamespace
from typing import Any

from katas.grader.composite.trial import CompositeTrial
from katas.grader.meter.cost_growth import few_steps, growth_over_time
from katas.grader.meter.inputs import YEAR
from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.spec_meter import SpecMeter
from ratelimit import Quota


def cheap_composite(trial: CompositeTrial) -> None:
    """Neither steps nor memory grow with the limits, the cost, the idle time or the past."""
    meters: Any = _as_meters(trial)
    with trial.guard.unwatched():
        few_steps(meters, "1000000/8000000: take(0) take(0, 999999) take(1, 1000000) level(2) take(9000000) level(9000000)")
        few_steps(meters, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
        growth_over_time(meters)


def _as_meters(trial: CompositeTrial) -> Any:
    """Return the trial of a meter: a composite of two, which decide as the first one alone."""

    def make(quota: Quota) -> Any:
        wider = Quota(quota.limit, quota.period, 2 * quota.burst)
        return trial.make([SpecMeter(TokenBucket, quota), SpecMeter(TokenBucket, wider)])

    return SimpleNamespace(guard=trial.guard, counts=trial.counts, make=make, ask=trial.ask)
