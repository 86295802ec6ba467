"""What a plugin is asked when it is drawn: ann's requests are a burst, bob's come evenly."""

from functools import partial

from katas.grader.meter.oracle import TokenBucket
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.plot_traffic import Arrivals, Traffic
from katas.grader.timeline import Call


def _calls(arrivals: Arrivals, end: int) -> list[Call]:
    ann = [Call("allow", now, cost, "ann") for now, cost in arrivals]
    bob = [Call("allow", now, 1, "bob") for now in range(125, end, 250)]
    return sorted(ann + bob, key=lambda call: call.now)


TRAFFIC = Traffic(_calls, partial(SpecMeter, TokenBucket), note="; bob asks evenly")
