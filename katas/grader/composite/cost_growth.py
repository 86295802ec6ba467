"""A composite does the same few things in each call, however much has passed and however large the numbers are."""

from types import SimpleNamespace
from typing import Any

from katas.grader.composite.trial import CompositeTrial
from katas.grader.meter.cost_growth import few_steps, growth_over_time
from katas.grader.meter.inputs import YEAR
from ratelimit import Level, Quota


class Window:
    """A fixed window in a few lines, and so a quick one."""

    __slots__ = ("limit", "period", "used", "window")

    def __init__(self, limit: int, period: int) -> None:
        self.limit, self.period = limit, period
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Return 0 if granted, else the wait."""
        used = self.used if self.window == now // self.period else 0
        if used + cost > self.limit:
            return self.period - now % self.period
        self.window, self.used = now // self.period, used + cost
        return 0

    def level(self, now: int) -> Level:
        """Return what is left."""
        used = self.used if self.window == now // self.period else 0
        return Level(self.limit - used, self.period - now % self.period if used else 0)


def cheap_composite(trial: CompositeTrial) -> None:
    """Neither steps nor memory grow with the limits, the cost, the idle time or the past."""
    meters: Any = _as_meters(trial)
    with trial.guard.unwatched():
        few_steps(
            meters, "1000000/8000000: take(0) take(0, 999999) take(1, 1000000) level(2) take(9000000) level(9000000)"
        )
        few_steps(meters, f"1/10: take(0) take({YEAR}) level({2 * YEAR}) take({2 * YEAR})")
        growth_over_time(meters)


def _as_meters(trial: CompositeTrial) -> Any:
    """Return the trial of a meter: a composite of two, which decide as the first one alone."""

    def make(quota: Quota) -> Any:
        return trial.make([Window(quota.limit, quota.period), Window(2 * quota.limit, quota.period)])

    return SimpleNamespace(guard=trial.guard, counts=trial.counts, make=make, ask=trial.ask, crash=trial.crash)
