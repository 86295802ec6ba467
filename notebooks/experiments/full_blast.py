"""Full blast: what a client is told that always asks for more, and which of its limits decides."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from notebooks.experiments.simulated_clock import SimulatedClock
from ratelimit import Decision, MemoryLimiter, Quota
from ratelimit.decision import SECOND
from ratelimit.limit import OneOrMoreAlgorithms

KEY = "ann"

Answer = tuple[int, Decision]
"""When a request came, and what it was told."""


class Span(NamedTuple):
    """A time in which the same limit decided each request."""

    binding: int
    """The number of that limit."""

    start: int
    end: int

    granted: int
    """How many requests passed in it."""


def blast(algorithm: OneOrMoreAlgorithms, quotas: Sequence[Quota], end: int, every: int) -> list[Answer]:
    """Ask for a unit every so many nanoseconds, from 0 to the end."""
    clock = SimulatedClock()
    limiter = MemoryLimiter(algorithm, quotas, clock=clock)
    answers = []
    for clock.now in range(0, end, every):
        answers.append((clock.now, limiter.hit(KEY)))
    return answers


def spans(answers: Sequence[Answer], end: int, shortest: int = 0) -> list[Span]:
    """Return which limit was binding, and from when to when. A span that is too short counts to the one before it."""
    runs = [(binding, list(run)) for binding, run in groupby(answers, key=lambda answer: answer[1].binding)]
    starts = [run[0][0] for _, run in runs]
    found: list[Span] = []
    for (binding, run), start, until in zip(runs, starts, [*starts[1:], end], strict=True):
        granted = sum(decision.allowed for _, decision in run)
        if found and (until - start < shortest or binding == found[-1].binding):
            found[-1] = found[-1]._replace(end=until, granted=found[-1].granted + granted)
        else:
            found.append(Span(binding, start, until, granted))
    return found


def lasts(algorithm: OneOrMoreAlgorithms, short: Quota, long: Quota, start: int = 0) -> float:
    """Return for how many seconds a client gets all that the short limit grants, until the long one is what refuses.

    The client begins at a time, asks again at once after a grant, and after a refusal when it is told to.
    """
    clock = SimulatedClock(start)
    limiter = MemoryLimiter(algorithm, [short, long], clock=clock)
    while True:
        decision = limiter.hit(KEY)
        if not decision and decision.binding == 1:
            return (clock.now - start) / SECOND
        clock.now += decision.retry_after


def formula(short: Quota, long: Quota) -> float:
    """Return the same in seconds, for two buckets: the burst that there is more of, over the rate at which it goes."""
    return (long.burst - short.burst) / (_rate(short) - _rate(long))


def _rate(quota: Quota) -> float:
    return quota.limit * SECOND / quota.period
