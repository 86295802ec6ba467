"""What a meter is asked for a plot: a take for each arrival, and at times what is left."""

from functools import partial

from katas.grader.meter.oracle import LeakyBucket, Oracle
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.plot_traffic import Arrivals, Traffic
from katas.grader.timeline import Call

LOOK = 10  # ticks between two calls of `level`: all of the burst falls on these
_ORDER = ("delay", "take", "level")  # of calls at one time


def traffic_of(oracle: type[Oracle]) -> Traffic:
    """Return the traffic for meters that are compared with this oracle."""
    return Traffic(partial(_calls, oracle), partial(SpecMeter, oracle))


def _calls(oracle: type[Oracle], arrivals: Arrivals, end: int) -> list[Call]:
    calls = takes(arrivals) + [Call("level", now) for now in range(0, end, LOOK)]
    if oracle is LeakyBucket:
        calls += [Call("delay", now) for now, _ in arrivals]
    return sorted(calls, key=lambda call: (call.now, _ORDER.index(call.name)))


def takes(arrivals: Arrivals) -> list[Call]:
    """Return a take for each arrival."""
    return [Call("take", now, cost) for now, cost in arrivals]
